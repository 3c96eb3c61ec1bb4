import { networkMeans } from "../../../src/assurance/known/network-means";
import { shareOf } from "../../support/effort";
import { environment, organization } from "../../support/fixtures";
import { sourcesOf } from "../support/sources";
import { Stacks } from "./support";

const config = environment({ topology: "peering", externalAccess: { allowedCidrs: ["198.51.100.0/24"] } }, [
  organization("acme"),
]);
const base = new Stacks(sourcesOf(config));
const gained = "a path through the network";

const ways = (change: (stacks: Stacks) => void): string[] =>
  base.changed(change).report.takeovers.map(({ by, means, gains }) => `${by} ${means}: ${gains}`);

const allow = (Action: string | string[], Resource = "*") => ({ Effect: "Allow", Action, Resource });

test("no role of the environment opens a path by its rights", () => {
  expect(ways(() => {})).toEqual([]);
});

describe.each([
  ["pods", "org-acme", "identity_role", "test-org-acme", 0],
  ["nodes", "cluster", "nodes_role", "test-node", 1],
  ["the network add-on on nodes", "cluster", "nodes_vpc-cni_role", "test-vpc-cni", 2],
  ["a function", "database", "credentials_function_role", "test-database-credentials", 3],
])("a role of %s", (_, stack, role, name, turn) => {
  test.each(shareOf(networkMeans, turn, 4))("$name: $actions", ({ actions }) => {
    const isDenied =
      (name === "test-vpc-cni" || name === "test-database-credentials") && isKeptFrom(name, actions);
    const found = ways((stacks) => stacks.grant(stack, role, allow([...actions])));
    // One action may open more than one path.
    const meant = networkMeans.filter((way) => way.actions[0] === actions[0]);
    expect(found).toEqual(isDenied ? [] : meant.map((way) => `${name} ${way.name}: ${gained}`));
  });

  test("a right to change one group, named by a literal ARN, counts for every group", () => {
    const group = "arn:aws:ec2:eu-west-1:111122223333:security-group/sg-0123456789abcdef0";
    expect(
      ways((stacks) => stacks.grant(stack, role, allow("ec2:AuthorizeSecurityGroupIngress", group))),
    ).toEqual([`${name} admits traffic to security groups: ${gained}`]);
  });

  test("a right to read the network is no finding", () => {
    expect(ways((stacks) => stacks.grant(stack, role, allow(["ec2:Describe*", "ec2:Get*"])))).toEqual([]);
  });
});

/** Denials that the environment has: the add-on's groups, and interfaces of functions for their code. */
const isKeptFrom = (role: string, [action]: readonly string[]): boolean =>
  action === "ec2:CreateNetworkInterface" ||
  (role === "test-vpc-cni" &&
    (action === "ec2:ModifyNetworkInterfaceAttribute" || action === "ec2:AttachNetworkInterface"));

describe("rights of roles that only a service assumes", () => {
  test.each([
    ["cluster", "control-plane_role"],
    ["network", "flow-logs_role"],
  ])("%s %s", (stack, role) => {
    expect(ways((stacks) => stacks.grant(stack, role, allow("ec2:*")))).toEqual([]);
  });

  test("are findings once a trust policy admits others", () => {
    const found = ways((stacks) => {
      stacks.statement("cluster", "control-plane_role_trust").principals.push({
        type: "Service",
        identifiers: ["ecs-tasks.amazonaws.com"],
      });
    });
    expect(found).toContain(`test-cluster admits traffic to security groups: ${gained}`);
  });
});

describe("the group that the network add-on may attach", () => {
  const denial = (stacks: Stacks) =>
    stacks.statement("cluster", "nodes_vpc-cni_role_permissions", "OnlyGroupOfCluster");
  const finding = `test-vpc-cni puts network interfaces into security groups: ${gained}`;

  test.each<[string, (stacks: Stacks) => void]>([
    [
      "without its denial",
      (stacks) => stacks.removeStatement("cluster", "nodes_vpc-cni_role_permissions", "OnlyGroupOfCluster"),
    ],
    [
      "with a denial of another action",
      (stacks) => {
        denial(stacks).actions = ["ec2:CreateNetworkInterface"];
      },
    ],
    [
      "with a denial in another region",
      (stacks) => {
        denial(stacks).resources = ["arn:aws:ec2:us-east-1:111122223333:security-group/*"];
      },
    ],
    [
      "with a denial by another tag",
      (stacks) => {
        denial(stacks).condition[0].test = "StringEquals";
      },
    ],
    [
      "where a group of clients has the tag of the cluster",
      (stacks) => {
        const group = stacks.one("database", "aws_security_group", "instance_access_client");
        group.tags = { ...group.tags, "kubernetes.io/cluster/test": "owned" };
      },
    ],
    [
      "where it may tag groups",
      (stacks) => stacks.grant("cluster", "nodes_vpc-cni_role", allow("ec2:CreateTags")),
    ],
  ])("%s", (name, change) => {
    const found = ways(change);
    const expected =
      name === "where it may tag groups"
        ? `test-vpc-cni changes the tags of security groups: ${gained}`
        : finding;
    expect(found).toEqual([expected]);
  });
});

describe("the subnets in which the network add-on may create interfaces", () => {
  const denial = (stacks: Stacks) =>
    stacks.statement("cluster", "nodes_vpc-cni_role_permissions", "OnlySubnetsOfNodes");

  test.each<[string, (stacks: Stacks) => void]>([
    [
      "are all, without the denial",
      (stacks) => stacks.removeStatement("cluster", "nodes_vpc-cni_role_permissions", "OnlySubnetsOfNodes"),
    ],
    [
      "are those of databases, too, where the denial leaves these out",
      (stacks) => {
        const [condition] = denial(stacks).condition;
        condition.values = String(condition.values).replace("cluster_private", "database_private");
      },
    ],
    [
      "are all, where the denial is about something else",
      (stacks) => {
        denial(stacks).resources = ["arn:aws:ec2:eu-west-1:111122223333:network-interface/*"];
      },
    ],
  ])("%s", (_, change) =>
    expect(ways(change)).toEqual([`test-vpc-cni puts network interfaces beside databases: ${gained}`]),
  );
});

test.each([
  ["credentials_function_role", "test-database-credentials"],
  ["instance_targets_function_role", "test-shared-targets"],
  ["identity_role", "test-org-acme"],
])("%s registers targets only in the target groups of its configuration", (role, name) => {
  const right = allow("elasticloadbalancing:RegisterTargets");
  const stack = role === "identity_role" ? "org-acme" : "database";
  expect(ways((stacks) => stacks.grant(stack, role, right))).toEqual([
    `${name} registers targets of load balancers: ${gained}`,
  ]);
});
