import { atLeastOne } from "../support/at-least-one";
import { encoded } from "../support/encoded";
import { environment } from "../support/fixtures";
import { synthesizeCluster } from "./support/cluster";

const stack = synthesizeCluster(
  environment({
    cluster: {
      admins: ["arn:aws:iam::111122223333:role/platform"],
      nodeGroups: [{ name: "general" }, { name: "batch" }],
    },
  }),
);
const addresses = (type: string, prefix = "") =>
  Object.keys(stack.resources(type))
    .filter((name) => name.startsWith(prefix))
    .map((name) => `${type}.${name}`);
const policiesOf = (prefix: string) =>
  Object.entries(stack.resources("aws_iam_role_policy_attachment"))
    .filter(([name]) => name.startsWith(prefix))
    .map(([, { policy_arn }]) => policy_arn);
const addOn = (name: string) =>
  Object.values(stack.resources("aws_eks_addon")).find((one) => one.addon_name === name);

test("network add-on, proxy, endpoints and policies of the node role exist before any node", () => {
  for (const group of Object.values(stack.resources("aws_eks_node_group"))) {
    expect([...group.depends_on].sort()).toEqual(
      [
        ...addresses("aws_eks_addon", "nodes_vpc-cni"),
        ...addresses("aws_eks_addon", "nodes_kube-proxy"),
        ...addresses("aws_vpc_security_group_ingress_rule", "nodes_aws-services"),
        ...addresses("aws_iam_role_policy_attachment", "nodes_role"),
      ].sort(),
    );
    expect(group.depends_on).toHaveLength(5);
  }
});

test("network add-on and proxy do not wait for nodes; CoreDNS waits for all of them", () => {
  expect(addOn("vpc-cni").depends_on).toEqual([
    ...addresses("aws_iam_role_policy_attachment", "nodes_vpc-cni_role"),
    ...addresses("aws_iam_role_policy", "nodes_vpc-cni_role"),
  ]);
  expect(addOn("kube-proxy").depends_on).toBeUndefined();
  expect([...addOn("coredns").depends_on].sort()).toEqual(addresses("aws_eks_node_group").sort());
});

test("there are exactly three add-ons, and each overwrites manual changes", () => {
  const addOns = Object.values(stack.resources("aws_eks_addon"));
  expect(addOns.map((one) => one.addon_name).sort()).toEqual(["coredns", "kube-proxy", "vpc-cni"]);
  for (const one of atLeastOne(addOns)) {
    expect(one.resolve_conflicts_on_create).toBe("OVERWRITE");
    expect(one.resolve_conflicts_on_update).toBe("OVERWRITE");
  }
});

test("security groups of pods are enforced strictly, probes work, and network policies are enabled", () => {
  expect(encoded(addOn("vpc-cni").configuration_values)).toEqual({
    env: { ENABLE_POD_ENI: "true", POD_SECURITY_GROUP_ENFORCING_MODE: "strict" },
    init: { env: { DISABLE_TCP_EARLY_DEMUX: "true" } },
    enableNetworkPolicy: "true",
  });
});

test("the proxy uses the mode that strict enforcing requires", () => {
  expect(encoded(addOn("kube-proxy").configuration_values)).toEqual({ mode: "iptables" });
});

test("only the network add-on's service account may change network interfaces", () => {
  const [role] = addresses("aws_iam_role", "nodes_vpc-cni");
  const [trust] = stack.statements(stack.resource("aws_iam_role", "nodes_vpc-cni").assume_role_policy);
  const issuer = stack.json.output.oidc_issuer.value;
  expect(addOn("vpc-cni").service_account_role_arn).toBe(`\${${role}.arn}`);
  expect(trust.condition).toEqual([
    {
      test: "StringEquals",
      variable: `${issuer}:sub`,
      values: ["system:serviceaccount:kube-system:aws-node"],
    },
    { test: "StringEquals", variable: `${issuer}:aud`, values: ["sts.amazonaws.com"] },
  ]);
  expect(policiesOf("nodes_vpc-cni_role")).toEqual(["arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy"]);
});

test("nodes join the cluster and pull images, and have no other permission", () => {
  const role = stack.resource("aws_iam_role", "nodes_role");
  expect(stack.statements(role.assume_role_policy)).toEqual([
    {
      actions: ["sts:AssumeRole"],
      principals: [{ type: "Service", identifiers: ["ec2.amazonaws.com"] }],
    },
  ]);
  expect(policiesOf("nodes_role").sort()).toEqual([
    "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly",
    "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy",
  ]);
  for (const group of Object.values(stack.resources("aws_eks_node_group"))) {
    expect(group.node_role_arn).toBe(`\${${addresses("aws_iam_role", "nodes_role")[0]}.arn}`);
  }
});

test("the stack has three roles, and one policy document of its own, which denies the add-on other groups and subnets", () => {
  expect(stack.count("aws_iam_role")).toBe(3);
  expect(stack.count("aws_iam_role_policy_attachment")).toBe(5);
  expect(stack.count("aws_iam_role_policy")).toBe(1);
  expect(stack.count("aws_iam_policy")).toBe(0);
});
