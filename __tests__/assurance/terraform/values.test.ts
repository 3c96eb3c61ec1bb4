// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform writes templates so

import { keyOf, textOf, unknownsIn } from "../../../src/assurance/terraform";
import { configurationOf } from "../support/sources";

const others = {
  locals: {
    nothing: "",
    region: "eu-west-1",
    loop: "${local.pool}",
    pool: "${local.loop}",
    map: { id: "own", 0: { id: "of its key" } },
  },
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

test("what is not known is told with its reason where a text is put into a message", () => {
  expect(`in ${textOf(evaluated("${var.region}"))}`).toMatch(
    /^in something that is not known \(.*region.*\)$/,
  );
});

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
    ["${local.map[0].id}", '"of its key"'],
    ['${element(["a", "b"], 3)}', '"b"'],
    ['${tolist(toset(["b", "a", "b"]))}', '["a","b"]'],
    ["${toset([aws_vpc.main.id, local.region])}", 'toset([stack/aws_vpc.main.id,"eu-west-1"])'],
    ['${replace("ab", "", "-")}', 'replace("ab","","-")'],
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
    "${tostring(aws_vpc.main.id)}",
    "${aws_vpc.main.id}${local.nothing}",
    '${trimprefix(aws_vpc.main.id, "https://")}',
    '${trimprefix("in ${aws_vpc.main.id}", "in ")}',
    '${trimsuffix("${aws_vpc.main.id}!", "!")}',
    '${join(",", [aws_vpc.main.id])}',
    '${join("", ["", aws_vpc.main.id])}',
    '${format("%s", aws_vpc.main.id)}',
    '${format("%s%s", local.nothing, aws_vpc.main.id)}',
    "${coalesce(aws_vpc.main.id)}",
    '${coalesce(null, "", aws_vpc.main.id, var.size)}',
    "${try(aws_vpc.main.id, var.size)}",
    "${one([aws_vpc.main.id])}",
    "${element([aws_vpc.main.id], 7)}",
    "${element([aws_vpc.main.id], aws_vpc.main.owner_id)}",
    "${tolist(toset([aws_vpc.main.id]))[0]}",
    "${nonsensitive(sensitive(aws_vpc.main.id))}",
    "${jsondecode(jsonencode([aws_vpc.main.id]))[0]}",
  ])("%s is the id that it hands on", (expression) => {
    expect(keyOf(evaluated(expression))).toBe("stack/aws_vpc.main.id");
  });

  test.each([
    ['${trimprefix(aws_vpc.main.id, "v")}', 'trimprefix(stack/aws_vpc.main.id,"v")'],
    ['${trimprefix(aws_vpc.main.owner_id, "x")}', 'trimprefix(stack/aws_vpc.main.owner_id,"x")'],
    ['${trimsuffix(aws_vpc.main.id, "0")}', 'trimsuffix(stack/aws_vpc.main.id,"0")'],
    ['${join("-", ["a", aws_vpc.main.id])}', 'text("a-",stack/aws_vpc.main.id)'],
    ['${format("%s/%s%%", "a", aws_vpc.main.id)}', 'text("a/",stack/aws_vpc.main.id,"%")'],
    ['${format("%q", aws_vpc.main.id)}', 'format("%q",stack/aws_vpc.main.id)'],
    ['${replace(aws_vpc.main.id, "a", "b")}', 'replace(stack/aws_vpc.main.id,"a","b")'],
    ['${replace("deny", "/x\\n|deny/", "allow")}', 'replace("deny","/x\\n|deny/","allow")'],
    ['${trimprefix("abc", "abcd")}', '"abc"'],
    ["${one([])}", "null"],
    ['${coalesce("", "b")}', '"b"'],
    ["${tostring(5)}", '"5"'],
  ])("%s is another value", (expression, key) => {
    expect(keyOf(evaluated(expression))).toBe(key);
  });

  test.each([
    ["${var.size}", "var.size"],
    ["${try(var.size, aws_vpc.main.id)}", "what try() chooses"],
    ["${try(aws_vpc.main.tags.a, aws_vpc.main.id)}", "what try() chooses"],
    ["${coalesce(aws_vpc.main.owner_id, aws_vpc.main.id)}", "what coalesce() chooses"],
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
    expect(value).toMatchObject({ kind: "unknown", reason: expect.stringContaining(reason) });
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
