// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform writes templates so

import { certain, possible } from "../../../src/assurance/terraform";
import { configurationOf } from "../support/sources";

/** What a value names among the declared things of a kind: the answer, what it may be, and what it is for certain. */
function named(kind: string, value: unknown) {
  const configuration = configurationOf(
    {
      aws_vpc: { main: {}, other: {} },
      aws_eks_cluster: { main: { name: "cluster" } },
      aws_security_group: {
        client: { name: "client", vpc_id: "${aws_vpc.main.id}" },
        instance: { name_prefix: "instance-" },
      },
      aws_default_security_group: { main: { vpc_id: "${aws_vpc.main.id}" } },
      aws_network_acl: { own: {} },
      aws_default_network_acl: { main: { default_network_acl_id: "${aws_vpc.main.default_network_acl_id}" } },
      aws_lb: { front: { name: "front" }, unnamed: {} },
      aws_iam_role: { reader: { name: "reader" }, again: { name: "twice" }, twice: { name: "twice" } },
      aws_iam_user: { many: { count: 2, name: "many" }, other: { name: "other" } },
      aws_iam_instance_profile: { nodes: { name: "nodes" } },
      aws_launch_template: {
        numbered: { count: 2, iam_instance_profile: { name: "nodes" } },
        keyed: { for_each: ["a"], iam_instance_profile: { name: "nodes" } },
        grown: { dynamic: { tag_specifications: [] }, iam_instance_profile: { name: "nodes" } },
      },
      aws_iam_policy: { read: { name: "read", path: "/a/" } },
      aws_kms_key: { data: {}, other: {} },
      aws_kms_alias: {
        data: { name: "alias/data", target_key_id: "${aws_kms_key.data.key_id}" },
        loop: { name: "alias/loop", target_key_id: "alias/loop" },
        lost: { name: "alias/lost", target_key_id: "${var.key}" },
      },
      aws_secretsmanager_secret: { login: { name: "acme/login" } },
      aws_secretsmanager_secret_policy: { login: { secret_arn: "${aws_secretsmanager_secret.login.id}" } },
      aws_db_subnet_group: { data: { name: "data" } },
      aws_lambda_function: { writer: { function_name: "writer" } },
      aws_vpc_endpoint_service: { data: {} },
      test: { subject: { value } },
    },
    {
      data: {
        aws_security_group: {
          by_id: { id: "${aws_security_group.client.id}" },
          by_name: { name: "client" },
          default: { name: "default", vpc_id: "${aws_vpc.main.id}" },
          other: { name: "monitoring" },
          search: { filter: { name: "tag:Name", values: ["client"] } },
          written: { id: "sg-0123456789abcdef0" },
        },
        aws_eks_cluster: { main: { name: "cluster" }, other: { name: "else" } },
        aws_lb: { front: { name: "front" } },
        aws_iam_role: { reader: { name: "reader" } },
        aws_kms_key: { data: { key_id: "alias/data" } },
        external: { any: {} },
      },
      locals: { region: "${data.external.any.result.region}" },
    },
  );
  const [subject] = configuration.resources("test");
  if (!subject) throw new Error("no subject");
  const found = configuration.named(kind, subject.get("value"));
  const short = (key: string): string =>
    key.replace("stack/", "").replace(/\.(id|name|function_name|arn|key_id)$/, "");
  const only = certain(found);
  return {
    answer: found.answer,
    may: possible(found).map(({ key }) => short(key)),
    ...(only && { must: short(only.key) }),
  };
}

const group = "aws_security_group";
const groups = [
  "aws_security_group.client",
  "aws_security_group.instance",
  "aws_vpc.main.default_security_group_id",
  "aws_vpc.other.default_security_group_id",
  "aws_eks_cluster.main.vpc_config.0.cluster_security_group_id",
];

describe("exactly one thing is named by", () => {
  test.each([
    [group, "${aws_security_group.client.id}", "aws_security_group.client"],
    [group, "${tostring(aws_security_group.client.id)}", "aws_security_group.client"],
    [group, "${aws_security_group.client.arn}", "aws_security_group.client"],
    [group, "${data.aws_security_group.by_id.id}", "aws_security_group.client"],
    [group, "${aws_default_security_group.main.id}", "aws_vpc.main.default_security_group_id"],
    [
      group,
      "${aws_eks_cluster.main.vpc_config[0].cluster_security_group_id}",
      "aws_eks_cluster.main.vpc_config.0.cluster_security_group_id",
    ],
    [
      group,
      "${data.aws_eks_cluster.main.vpc_config[0].cluster_security_group_id}",
      "aws_eks_cluster.main.vpc_config.0.cluster_security_group_id",
    ],
    ["aws_network_acl", "${aws_default_network_acl.main.id}", "aws_vpc.main.default_network_acl_id"],
    ["aws_route_table", "${aws_vpc.main.main_route_table_id}", "aws_vpc.main.default_route_table_id"],
    ["aws_lb", "${aws_lb.front.arn}", "aws_lb.front"],
    ["aws_lb", "${aws_lb.front.id}", "aws_lb.front"],
    ["aws_lb", "front", "aws_lb.front"],
    ["aws_lb", "${data.aws_lb.front.arn}", "aws_lb.front"],
    ["aws_iam_role", "${aws_iam_role.reader.id}", "aws_iam_role.reader"],
    ["aws_iam_role", "${aws_iam_role.reader.arn}", "aws_iam_role.reader"],
    ["aws_iam_role", "${data.aws_iam_role.reader.arn}", "aws_iam_role.reader"],
    ["aws_iam_policy", "${aws_iam_policy.read.id}", "aws_iam_policy.read"],
    ["aws_kms_key", "${aws_kms_key.data.id}", "aws_kms_key.data"],
    ["aws_kms_key", "${aws_kms_alias.data.arn}", "aws_kms_key.data"],
    ["aws_kms_key", "alias/data", "aws_kms_key.data"],
    ["aws_kms_key", "${data.aws_kms_key.data.arn}", "aws_kms_key.data"],
    ["aws_secretsmanager_secret", "${aws_secretsmanager_secret.login.id}", "aws_secretsmanager_secret.login"],
    [
      "aws_secretsmanager_secret",
      "${aws_secretsmanager_secret_policy.login.id}",
      "aws_secretsmanager_secret.login",
    ],
    ["aws_secretsmanager_secret", "acme/login", "aws_secretsmanager_secret.login"],
    ["aws_lambda_function", "writer", "aws_lambda_function.writer"],
    ["aws_db_subnet_group", "${aws_db_subnet_group.data.id}", "aws_db_subnet_group.data"],
    [
      "aws_vpc_endpoint_service",
      "${aws_vpc_endpoint_service.data.service_name}",
      "aws_vpc_endpoint_service.data",
    ],
  ])("a %s by %s", (kind, value, thing) => {
    expect(named(kind, value)).toEqual({ answer: "exactly", may: [thing], must: thing });
  });
});

describe("one of some things, and none for certain, is named by", () => {
  test.each([
    [group, "${data.aws_security_group.by_name.id}", ["aws_security_group.client"]],
    [group, "${data.aws_security_group.default.id}", [groups[2], groups[3]]],
    [group, "instance-20260101", ["aws_security_group.instance"]],
    ["aws_iam_user", "${aws_iam_user.many[0].name}", ["aws_iam_user.many"]],
    ["aws_iam_user", "${aws_iam_user.many.name}", ["aws_iam_user.many"]],
    ["aws_iam_user", "many", ["aws_iam_user.many"]],
    [
      group,
      "arn:aws:ec2:eu-west-1:111122223333:security-group/${aws_security_group.client.id}",
      ["aws_security_group.client"],
    ],
    ["aws_iam_role", "twice", ["aws_iam_role.again", "aws_iam_role.twice"]],
    ["aws_iam_role", "arn:aws:iam::111122223333:role/some/path/reader", ["aws_iam_role.reader"]],
    ["aws_iam_role", "arn:aws:iam::111122223333:role/rea${local.region}", ["aws_iam_role.reader"]],
    ["aws_lb", "tf-lb-2026", ["aws_lb.unnamed"]],
    [
      "aws_secretsmanager_secret",
      "arn:aws:secretsmanager:eu-west-1:111122223333:secret:acme/login",
      ["aws_secretsmanager_secret.login"],
    ],
    [
      "aws_secretsmanager_secret",
      "arn:aws:secretsmanager:eu-west-1:111122223333:secret:acme/login-a1B2c3",
      ["aws_secretsmanager_secret.login"],
    ],
    ["aws_lambda_function", "writer:live", ["aws_lambda_function.writer"]],
    ["aws_kms_key", "arn:aws:kms:eu-west-1:111122223333:alias/data", ["aws_kms_key.data"]],
  ])("a %s by %s", (kind, value, things) => {
    expect(named(kind, value)).toEqual({ answer: "one of", may: things });
  });
});

describe("none of the declared things is named by", () => {
  test.each([
    [group, null],
    [group, "${aws_vpc.main.id}"],
    [group, "${data.aws_security_group.other.id}"],
    [group, "${data.aws_eks_cluster.other.vpc_config[0].cluster_security_group_id}"],
    ["aws_iam_role", "writer"],
    ["aws_iam_role", "arn:aws:iam::444455556666:role/writer"],
    ["aws_secretsmanager_secret", "acme/login2"],
    ["aws_lb", "back"],
  ])("a %s by %s", (kind, value) => {
    expect(named(kind, value)).toEqual({ answer: "none", may: [] });
  });
});

describe("any of the declared things may be named by", () => {
  test.each([
    "sg-0123456789abcdef0",
    "arn:aws:ec2:eu-west-1:111122223333:security-group/sg-0123456789abcdef0",
    "${var.group}",
    "${data.aws_security_group.search.id}",
    "${data.aws_security_group.written.id}",
    "${data.external.any.result.group}",
    "${aws_security_group.nothing.id}",
    "${aws_vpc.main.tags_all.group}",
    '${replace(aws_security_group.client.id, "a", "b")}',
    "sg-${local.region}",
  ])("a security group by %s", (value) => {
    expect(named(group, value)).toEqual({ answer: "unknown", may: groups });
  });

  test.each(["1234abcd-12ab-34cd-56ef-1234567890ab", "alias/made-elsewhere", "alias/lost", "alias/loop"])(
    "a key by %s",
    (value) => {
      expect(named("aws_kms_key", value).answer).toBe("unknown");
    },
  );
});

test.each(["numbered[0]", 'keyed["a"]', "grown"])(
  "what is below an attribute of several launch templates may be anything: %s",
  (templates) => {
    const name = `\${aws_launch_template.${templates}.iam_instance_profile[0].name}`;
    expect(named("aws_iam_instance_profile", name)).toMatchObject({
      answer: "unknown",
      may: ["aws_iam_instance_profile.nodes"],
    });
  },
);

test.each(["other-${aws_iam_user.many[0].name}", '${trimprefix(aws_iam_user.many[0].name, "x")}'])(
  "what is made of a name of several is none of them: %s",
  (value) => {
    expect(named("aws_iam_user", value)).toMatchObject({
      answer: "unknown",
      may: ["aws_iam_user.many", "aws_iam_user.other"],
    });
  },
);

test("a kind of which nothing is known is a mistake of the caller", () => {
  expect(() => named("aws_nothing", "x")).toThrow("aws_nothing");
});
