// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform writes templates so

import { keyOf, textOf, unknownsIn } from "../../../src/assurance/terraform";
import { configurationOf } from "../support/sources";

const others = {
  locals: { region: "eu-west-1", loop: "${local.pool}", pool: "${local.loop}" },
  variable: { size: { default: 1 } },
};

/** The value of an expression in a stack with a VPC (its range configured, its id not) and a role. */
function evaluated(expression: unknown) {
  const configuration = configurationOf(
    {
      aws_vpc: { main: { cidr_block: "10.0.0.0/16" }, many: { count: 2 } },
      aws_eks_cluster: { main: { vpc_config: { endpoint_private_access: true } } },
      test: { subject: { value: expression } },
    },
    others,
  );
  const [subject] = configuration.resources("test");
  if (!subject) throw new Error("no subject");
  return subject.get("value");
}

describe("an expression", () => {
  test.each([
    ["plain", '"plain"'],
    [5432, "5432"],
    [["a", true], '["a",true]'],
    [{ "//": "metadata", key: "a" }, '{"key":"a"}'],
    ["${aws_vpc.main.cidr_block}", '"10.0.0.0/16"'],
    ["${aws_vpc.main.id}", "stack/aws_vpc.main.id"],
    ['${aws_vpc.main["id"]}', "stack/aws_vpc.main.id"],
    ["${data.x.y.id}", undefined],
    ["${aws_eks_cluster.main.vpc_config[0].endpoint_private_access}", "true"],
    [
      "${aws_eks_cluster.main.vpc_config[0].cluster_security_group_id}",
      "stack/aws_eks_cluster.main.vpc_config.0.cluster_security_group_id",
    ],
    ["in ${local.region}: ${aws_vpc.main.cidr_block}", '"in eu-west-1: 10.0.0.0/16"'],
    ["vpc/${aws_vpc.main.id}", 'text("vpc/",stack/aws_vpc.main.id)'],
    ["$${not.terraform}", '"${not.terraform}"'],
    ["${tolist([])}", "[]"],
    ['${trimprefix("https://a", "https://")}', '"a"'],
    ['${trimprefix(aws_vpc.main.id, "vpc-")}', 'trimprefix(stack/aws_vpc.main.id,"vpc-")'],
    ['${replace("a.b", ".", "-")}', '"a-b"'],
    ['${element(["a", "b"], 3)}', '"b"'],
    ['${base64decode("aGk=")}', '"hi"'],
    [
      '${jsonencode({"a" = [1, aws_vpc.main.id], b: null})}',
      'json({"a":[1,stack/aws_vpc.main.id],"b":null})',
    ],
    ['${"a \\"quoted\\" ${local.region}"}', '"a \\"quoted\\" eu-west-1"'],
    ["${terraform.workspace}", "workspace()"],
  ])("%j", (expression, key) => {
    const value = evaluated(expression);
    expect(value.kind === "unknown" ? undefined : keyOf(value)).toBe(key);
  });

  test.each([
    ["${var.size}", "var.size"],
    ["${aws_vpc.other.id}", "aws_vpc.other.id, which stack does not declare"],
    ["${aws_vpc.many[0].id}", "stack/aws_vpc.many uses count"],
    ["${1 + 1}", "not understood"],
    ["${true ? 1 : 2}", "not understood"],
    ["${[for x in [1] : x]}", "not understood"],
    ["${aws_vpc.main.*.id}", "not understood"],
    ["%{ if true }a%{ endif }", "directive"],
    ["${timestamp()}", "the function timestamp()"],
    ["${module.m.id}", "module.m.id"],
    ["${each.value}", "each.value"],
    ["${local.loop}", "refers to itself"],
    ["prefix-${var.size}", "var.size"],
    ['${jsonencode("${var.size}")}', "var.size"],
    ["${unclosed(", "not understood"],
  ])("%j is unknown, and says why", (expression, reason) => {
    const value = evaluated(expression);
    expect(value).toEqual({ kind: "unknown", reason: expect.stringContaining(reason) });
  });

  test("an unknown inside a list or object stays there, and the rest is known", () => {
    const value = evaluated(["known", "${var.size}", { deep: "${timestamp()}" }]);
    expect(unknownsIn(value)).toEqual(["var.size in stack", expect.stringContaining("timestamp")]);
  });
});

describe("text", () => {
  test("is undefined where nothing is configured, unknown where only AWS knows it", () => {
    expect(textOf(evaluated(null))).toBeUndefined();
    expect(textOf(evaluated("${aws_vpc.main.id}"))).toMatchObject({ kind: "unknown" });
    expect(textOf(evaluated("${aws_vpc.main.cidr_block}"))).toBe("10.0.0.0/16");
  });
});
