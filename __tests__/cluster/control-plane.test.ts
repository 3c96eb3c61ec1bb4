import { atLeastOne } from "../support/at-least-one";
import { environment } from "../support/fixtures";
import { newestVersion } from "../support/kubernetes-versions";
import { fromNetwork, synthesizeCluster } from "./support/cluster";

const admins = ["arn:aws:iam::111122223333:role/platform"];

describe("control plane", () => {
  const stack = synthesizeCluster(
    environment({ cluster: { admins, version: newestVersion, logRetentionDays: 30 } }),
  );
  const cluster = stack.resource("aws_eks_cluster");

  test("its API has addresses in private subnets only, and none on the internet", () => {
    expect(cluster.vpc_config).toEqual({
      subnet_ids: fromNetwork("cluster_private_subnet_ids"),
      endpoint_private_access: true,
      endpoint_public_access: false,
    });
  });

  test("only access entries give access, and its creator is no administrator", () => {
    expect(cluster.access_config).toEqual({
      authentication_mode: "API",
      bootstrap_cluster_creator_admin_permissions: false,
    });
  });

  test("its Kubernetes secrets are encrypted with the customer's key", () => {
    const key = Object.keys(stack.resources("aws_kms_key")).find((name) =>
      name.startsWith("control-plane_key"),
    );
    expect(cluster.encryption_config).toEqual({
      provider: { key_arn: `\${aws_kms_key.${key}.arn}` },
      resources: ["secrets"],
    });
  });

  test("all five kinds of logs go to an existing, encrypted group with the configured retention", () => {
    const [name] = Object.keys(stack.resources("aws_cloudwatch_log_group"));
    const key = Object.keys(stack.resources("aws_kms_key")).find((name) =>
      name.startsWith("control-plane_logs-key"),
    );
    expect(cluster.enabled_cluster_log_types.sort()).toEqual([
      "api",
      "audit",
      "authenticator",
      "controllerManager",
      "scheduler",
    ]);
    expect(stack.resource("aws_cloudwatch_log_group")).toMatchObject({
      name: `/aws/eks/${cluster.name}/cluster`,
      retention_in_days: 30,
      kms_key_id: `\${aws_kms_key.${key}.arn}`,
    });
    expect(cluster.depends_on).toContain(`aws_cloudwatch_log_group.${name}`);
  });

  test("its key rotates, and allows only the grant that EKS requires of administrators", () => {
    const key = stack.resource("aws_kms_key", "control-plane_key");
    const [, ...uses] = stack.statements(key.policy);
    expect(key.enable_key_rotation).toBe(true);
    expect(uses).toEqual([
      {
        sid: "GrantToControlPlane",
        principals: [{ type: "AWS", identifiers: ["arn:aws:iam::111122223333:root"] }],
        actions: ["kms:CreateGrant", "kms:DescribeKey"],
        resources: ["*"],
        condition: [{ test: "ArnEquals", variable: "aws:PrincipalArn", values: admins }],
      },
    ]);
  });

  test("another key encrypts its logs, and nothing else", () => {
    const key = stack.resource("aws_kms_key", "control-plane_logs-key");
    const [, ...uses] = stack.statements(key.policy);
    expect(uses.map((use: { sid: string }) => use.sid)).toEqual(["EncryptLogs", "UseThroughLogs"]);
    expect(uses[0].condition[0].values).toEqual([
      "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/eks/test/cluster",
    ]);
  });

  test("it installs no unconfigured add-ons of EKS", () => {
    expect(cluster.bootstrap_self_managed_addons).toBe(false);
  });

  test("it has the configured version, with upgrade policy STANDARD", () => {
    expect(cluster.version).toBe(newestVersion);
    expect(cluster.upgrade_policy).toEqual({ support_type: "STANDARD" });
  });

  test("its services have the configured range, not one that EKS chooses", () => {
    expect(cluster.kubernetes_network_config).toEqual({ service_ipv4_cidr: "172.20.0.0/16" });
  });

  test("an import, which does not know creation arguments, replaces nothing", () => {
    expect(cluster.lifecycle.ignore_changes).toEqual([
      "access_config[0].bootstrap_cluster_creator_admin_permissions",
      "bootstrap_self_managed_addons",
    ]);
  });

  test("it is protected from deletion by default", () => {
    expect(cluster.deletion_protection).toBe(true);
  });

  test("only EKS assumes its role, which has permissions for clusters and pod interfaces from the start", () => {
    const role = stack.resource("aws_iam_role", "control-plane");
    const policies = Object.entries(stack.resources("aws_iam_role_policy_attachment")).filter(([name]) =>
      name.startsWith("control-plane"),
    );
    expect(stack.statements(role.assume_role_policy)).toEqual([
      {
        actions: ["sts:AssumeRole"],
        principals: [{ type: "Service", identifiers: ["eks.amazonaws.com"] }],
      },
    ]);
    expect(policies.map(([, { policy_arn }]) => policy_arn)).toEqual([
      "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy",
      "arn:aws:iam::aws:policy/AmazonEKSVPCResourceController",
    ]);
    for (const [name] of atLeastOne(policies)) {
      expect(cluster.depends_on).toContain(`aws_iam_role_policy_attachment.${name}`);
    }
  });
});

test("only listed ranges reach the API from the internet; the private endpoint remains", () => {
  const publicAccessCidrs = ["203.0.113.0/24", "198.51.100.7/32"];
  const stack = synthesizeCluster(environment({ cluster: { admins, publicAccessCidrs } }));
  expect(stack.resource("aws_eks_cluster").vpc_config).toMatchObject({
    endpoint_private_access: true,
    endpoint_public_access: true,
    public_access_cidrs: publicAccessCidrs,
  });
});

test("an environment may disable deletion protection", () => {
  const stack = synthesizeCluster(environment({ cluster: { admins, deletionProtection: false } }));
  expect(stack.resource("aws_eks_cluster").deletion_protection).toBe(false);
});
