// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform writes templates so

import { differences } from "../../../src/assurance/identity";
import { environment, organization } from "../../support/fixtures";
import { sourcesOf } from "../support/sources";
import { identityIntent, Stacks } from "./support";

const account = "111122223333";
const atlantis = `arn:aws:iam::${account}:role/atlantis`;
const config = environment({ planner: { assumedBy: [atlantis] } }, [
  organization("acme"),
  organization("globex"),
]);
const base = new Stacks(sourcesOf(config));
const intent = identityIntent(config, base);

const problems = (change: (stacks: Stacks) => void): string[] =>
  differences(base.changed(change).report, intent).map(({ text }) => text);

const one = (text: string | RegExp): unknown => expect.arrayContaining([expect.stringMatching(text)]);

test("each role is assumed by its intended service or pod", () => {
  expect(problems(() => {})).toEqual([]);
});

describe.each([
  ["the nodes", "cluster", "nodes_role", "test-node"],
  ["the control plane", "cluster", "control-plane_role", "test-cluster"],
  ["the network add-on", "cluster", "nodes_vpc-cni_role", "test-vpc-cni"],
  ["flow logs", "network", "flow-logs_role", "test-vpc-flow-logs"],
  ["monitoring", "database", "monitoring_role", /^.* may assume test-.*monitoring/],
])("the role of %s", (_, stack, role, name) => {
  const taking = (holder: string) => (typeof name === "string" ? `^${holder} may assume ${name}` : name);

  test.each([
    ["Service", "codebuild.amazonaws.com", "codebuild.amazonaws.com"],
    ["AWS", `arn:aws:iam::${account}:role/test-org-globex`, "test-org-globex"],
    ["AWS", `arn:aws:iam::${account}:root`, "administrators of 111122223333"],
  ])("is found where its trust policy also admits %s %s", (type, identifier, holder) => {
    const found = problems((stacks) => {
      const statement = stacks.statement(stack, `${role}_trust`);
      statement.actions = ["sts:AssumeRole"];
      statement.condition = [];
      statement.principals.push({ type, identifiers: [identifier] });
    });
    expect(found).toEqual(one(taking(holder)));
  });
});

describe("a role whose trust policy admits no principal", () => {
  test("is assumed by no principal", () => {
    const found = problems((stacks) =>
      stacks.add("cluster", "aws_iam_role", "spare", {
        name: "spare",
        assume_role_policy: JSON.stringify({
          Statement: [
            { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" },
          ],
        }),
      }),
    );
    expect(found).toEqual(["ec2.amazonaws.com may assume spare"]);
  });
});

describe("code that runs with the role of the credentials function is found", () => {
  const role = `arn:aws:iam::${account}:role/test-database-credentials`;
  const add = (attributes: object) => (stacks: Stacks) =>
    stacks.add("database", "aws_lambda_function", "stranger", { function_name: "stranger", ...attributes });

  test.each<[string, (stacks: Stacks) => void]>([
    ["a second function, by ARN", add({ role })],
    [
      "by reference",
      (stacks) => add({ role: stacks.id("database", "aws_iam_role", "credentials", "arn") })(stacks),
    ],
    [
      "by a data source",
      (stacks) => {
        stacks.json("database").data.aws_iam_role = { found: { name: "test-database-credentials" } };
        add({ role: "${data.aws_iam_role.found.arn}" })(stacks);
      },
    ],
    [
      "another function alone",
      (stacks) => {
        stacks.one("database", "aws_lambda_function", "credentials").function_name = "stranger";
      },
    ],
    [
      "pods",
      (stacks) => {
        const { metadata } = stacks.one("org-acme", "kubernetes_service_account_v1");
        metadata.annotations["eks.amazonaws.com/role-arn"] = role;
      },
    ],
  ])("%s", (_, change) => {
    expect(problems(change)).toEqual(
      one(/ runs with test-database-credentials, which is for something else$/),
    );
  });

  test("a function with an unknown role is not understood", () => {
    expect(problems(add({ role: "${var.role}" }))).toEqual(
      one(/stranger may run with any role: .* is not known$/),
    );
  });

  test("a function with a role outside the configuration is found", () => {
    expect(problems(add({ role: "arn:aws:iam::444455556666:role/eve" }))).toEqual(
      one(/stranger runs with .*role\/eve, which is no role of this configuration$/),
    );
  });
});

describe("administrators of Kubernetes", () => {
  const admin = `arn:aws:iam::${account}:role/platform`;

  test.each<[string, string, string]>([
    ["a user", `arn:aws:iam::${account}:user/eve`, "AmazonEKSClusterAdminPolicy"],
    ["a role made elsewhere", `arn:aws:iam::${account}:role/eve`, "AmazonEKSEditPolicy"],
    ["a role of another account", "arn:aws:iam::444455556666:role/eve", "AmazonEKSViewPolicy"],
    ["who may plan", atlantis, "AmazonEKSClusterAdminPolicy"],
  ])("%s is not let in", (_, principal, policy) => {
    const found = problems((stacks) =>
      stacks.add("cluster", "aws_eks_access_policy_association", "more", {
        cluster_name: "test",
        principal_arn: principal,
        policy_arn: `arn:aws:eks::aws:cluster-access-policy/${policy}`,
        access_scope: { type: "cluster" },
      }),
    );
    expect(found).toEqual([
      `test-cluster/aws_eks_access_policy_association.more lets ${principal} into Kubernetes: ${policy}`,
    ]);
  });

  test.each<[string, object]>([
    ["with a group", { kubernetes_groups: ["operators"] }],
    ["with Kubernetes' own group", { kubernetes_groups: ["system:masters"] }],
    ["without any right yet", {}],
    ["taken for a node", { type: "EC2_LINUX" }],
  ])("an entry %s is not let in", (_, attributes) => {
    const principal_arn = `arn:aws:iam::${account}:user/eve`;
    const found = problems((stacks) =>
      stacks.add("cluster", "aws_eks_access_entry", "more", {
        cluster_name: "test",
        principal_arn,
        ...attributes,
      }),
    );
    expect(found).toEqual(one(/aws_eks_access_entry.more lets .*user\/eve into Kubernetes/));
  });

  test("roles that config lists as administrators are accepted", () => {
    const found = problems((stacks) => {
      stacks.one("cluster", "aws_eks_access_policy_association").policy_arn =
        "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy";
    });
    expect(found).toEqual([`${admin} is not certain to administer Kubernetes`]);
  });
});

describe("tokens", () => {
  const account = "service account acme/acme";
  test.each<[string, string]>([
    ["another issuer", "https://oidc.eks.eu-west-1.amazonaws.com/id/STRANGER"],
    [
      "an issuer made from that of the cluster",
      '${replace(aws_eks_cluster.CLUSTER.identity[0].oidc[0].issuer, "eks", "evil")}',
    ],
    ["another attribute of the cluster", "${aws_eks_cluster.CLUSTER.endpoint}"],
    ["an issuer that is not known", "${var.issuer}"],
  ])("of %s are not those of the cluster", (_, url) => {
    const found = problems((stacks) => {
      const [cluster = ""] = Object.keys(stacks.json("cluster").resource.aws_eks_cluster);
      stacks.one("cluster", "aws_iam_openid_connect_provider").url = url.replace("CLUSTER", cluster);
    });
    expect(found).toEqual(
      one(/^(holders of tokens of .* may assume|.* may not be able to assume) test-org-acme/),
    );
    expect(found).toEqual(one(`^${account} may not be able to assume test-org-acme`));
  });
});

describe("callers of functions", () => {
  const broken = "violated: Functions are called by AWS services only on behalf of resources of this account";
  test.each<[string, object]>([
    ["a rule of another account", { source_arn: "arn:aws:events:eu-west-1:444455556666:rule/eve" }],
    ["rules of any account", { source_arn: "arn:aws:events:eu-west-1:*:rule/eve" }],
    ["a bucket, which names no account", { source_arn: "arn:aws:s3:::eve" }],
    ["another account", { source_account: "444455556666" }],
    ["an account that is not known", { source_account: "${var.account}" }],
    ["no source", {}],
    ["an organization", { source_account: account, principal_org_id: "o-1234567890" }],
    ["a URL", { source_account: account, function_url_auth_type: "NONE" }],
    ["another service", { principal: "s3.amazonaws.com", source_account: account }],
    ["a role", { principal: `arn:aws:iam::${account}:role/eve` }],
  ])("%s", (_, attributes) => {
    const stacks = base.changed((changed) =>
      changed.add("database", "aws_lambda_permission", "more", {
        action: "lambda:InvokeFunction",
        function_name: "test-database-credentials",
        principal: "events.amazonaws.com",
        ...attributes,
      }),
    );
    expect([...stacks.facts()]).toContain(broken);
  });
});

test.each([
  "arn:aws:lambda:eu-west-1:111122223333:function:test-database-credentials",
  "arn:aws:lambda:eu-west-1:111122223333:function:test-database-credentials:$LATEST",
  "arn:aws:lambda:eu-west-1:111122223333:function:test-database-credentials:*",
  "arn:aws:lambda:*:*:function:*-credentials:1",
])("invoking a function as %s counts as acting as that function", (Resource) => {
  const found = problems((stacks) =>
    stacks.grant("org-globex", "identity_role", {
      Effect: "Allow",
      Action: "lambda:InvokeFunction",
      Resource,
    }),
  );
  expect(found).toEqual(["test-org-globex calls a function: test-database-credentials"]);
});
