import { awsManagedPolicies } from "../../../src/assurance/identity/model/aws-managed-policies";
import { takeoversIn } from "../../../src/assurance/identity/questions/takeovers";
import { configurationOf } from "../support/sources";

/** Ways that a role of nodes has with one policy that AWS manages. */
function waysOf(policy: string): string[] {
  const provider = { aws: [{ region: "eu-west-1", allowed_account_ids: ["111122223333"] }] };
  const configuration = configurationOf(
    {
      aws_iam_role: {
        nodes: {
          name: "nodes",
          assume_role_policy: JSON.stringify({
            Statement: [
              { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" },
            ],
          }),
        },
      },
      aws_iam_role_policy_attachment: {
        only: { role: "nodes", policy_arn: `arn:aws:iam::aws:policy/${policy}` },
      },
      aws_security_group: { clients: { name: "clients" } },
      aws_secretsmanager_secret: { one: { name: "one" } },
    },
    { provider },
  );
  return configuration.derived(takeoversIn).map(({ means, verdict }) => `${verdict.kind}: ${means}`);
}

test.each<[policy: string, ...ways: string[]]>([
  ["AmazonEKSWorkerNodePolicy"],
  ["AmazonEC2ContainerRegistryPullOnly"],
  ["service-role/AmazonRDSEnhancedMonitoringRole"],
  [
    "AmazonEKS_CNI_Policy",
    "allowed: puts network interfaces into security groups",
    "allowed: attaches network interfaces of pods",
  ],
  [
    "AmazonEKSVPCResourceController",
    "allowed: puts network interfaces into security groups",
    "allowed: attaches network interfaces of pods",
  ],
])("%s gives nodes the ways that its text has, and no other", (policy, ...ways) => {
  expect(waysOf(policy)).toEqual(ways);
});

test("AmazonEKSClusterPolicy changes groups and routes: it belongs to the control plane only", () => {
  expect(waysOf("AmazonEKSClusterPolicy")).toEqual(
    expect.arrayContaining(["allowed: admits traffic to security groups", "allowed: changes routes"]),
  );
});

test("a managed policy without a local copy may allow anything", () => {
  const ways = waysOf("SecretsManagerReadWrite");
  expect(ways).toContain("unknown: replaces a secret's policy");
  expect(ways).toContain("unknown: changes routes");
});

test.each(Object.entries(awsManagedPolicies))("the copy of %s states its version", (_, copy) => {
  expect(copy.version).toMatch(/^v\d+$/);
  expect(Date.parse(copy.updated)).toBeGreaterThan(Date.parse("2015-01-01"));
});
