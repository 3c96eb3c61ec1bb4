import { plannerPermissions } from "../../src/cluster/planner-permissions";
import type { Statement } from "../../src/foundation/policy";
import { environmentStacks } from "../support/environments";
import { environment, organization } from "../support/fixtures";
import { synthesizeCluster } from "./support/cluster";

const atlantis = "arn:aws:iam::111122223333:role/atlantis";
const kmsKeyArn = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-86ef-1234567890ab";
const planned = environment({
  planner: { assumedBy: [atlantis] },
  state: { backend: "s3", bucket: "states", kmsKeyArn },
});
const statements = plannerPermissions(planned);
const bySid = (sid: string) => statements.find((one) => one.sid === sid) as Statement;

/** What refreshing a resource of a type takes. Types that are part of another, or that nobody asks AWS for, take nothing. */
const reads: Readonly<Record<string, string>> = {
  aws_cloudwatch_dashboard: "cloudwatch:GetDashboard",
  aws_cloudwatch_event_rule: "events:DescribeRule",
  aws_cloudwatch_event_target: "events:ListTargetsByRule",
  aws_cloudwatch_log_group: "logs:DescribeLogGroups",
  aws_cloudwatch_log_metric_filter: "logs:DescribeMetricFilters",
  aws_cloudwatch_metric_alarm: "cloudwatch:DescribeAlarms",
  aws_db_event_subscription: "rds:DescribeEventSubscriptions",
  aws_db_instance: "rds:DescribeDBInstances",
  aws_db_parameter_group: "rds:DescribeDBParameters",
  aws_db_proxy: "rds:DescribeDBProxies",
  aws_db_proxy_default_target_group: "rds:DescribeDBProxyTargetGroups",
  aws_db_proxy_target: "rds:DescribeDBProxyTargets",
  aws_db_subnet_group: "rds:DescribeDBSubnetGroups",
  aws_default_network_acl: "ec2:DescribeNetworkAcls",
  aws_default_route_table: "ec2:DescribeRouteTables",
  aws_default_security_group: "ec2:DescribeSecurityGroups",
  aws_eip: "ec2:DescribeAddresses",
  aws_eks_access_entry: "eks:DescribeAccessEntry",
  aws_eks_access_policy_association: "eks:ListAssociatedAccessPolicies",
  aws_eks_addon: "eks:DescribeAddon",
  aws_eks_cluster: "eks:DescribeCluster",
  aws_eks_node_group: "eks:DescribeNodegroup",
  aws_flow_log: "ec2:DescribeFlowLogs",
  aws_iam_openid_connect_provider: "iam:GetOpenIDConnectProvider",
  aws_iam_role: "iam:GetRole",
  aws_iam_role_policy: "iam:GetRolePolicy",
  aws_iam_role_policy_attachment: "iam:ListAttachedRolePolicies",
  aws_internet_gateway: "ec2:DescribeInternetGateways",
  aws_kms_alias: "kms:ListAliases",
  aws_kms_key: "kms:DescribeKey",
  aws_lambda_function: "lambda:GetFunction",
  aws_lambda_function_event_invoke_config: "lambda:GetFunctionEventInvokeConfig",
  aws_lambda_permission: "lambda:GetPolicy",
  aws_launch_template: "ec2:DescribeLaunchTemplateVersions",
  aws_lb: "elasticloadbalancing:DescribeLoadBalancers",
  aws_lb_listener: "elasticloadbalancing:DescribeListeners",
  aws_lb_target_group: "elasticloadbalancing:DescribeTargetGroups",
  aws_nat_gateway: "ec2:DescribeNatGateways",
  aws_network_acl: "ec2:DescribeNetworkAcls",
  aws_network_acl_rule: "ec2:DescribeNetworkAcls",
  aws_route: "ec2:DescribeRouteTables",
  aws_route53_record: "route53:ListResourceRecordSets",
  aws_route53_zone: "route53:GetHostedZone",
  aws_route_table: "ec2:DescribeRouteTables",
  aws_route_table_association: "ec2:DescribeRouteTables",
  aws_secretsmanager_secret: "secretsmanager:DescribeSecret",
  aws_secretsmanager_secret_policy: "secretsmanager:GetResourcePolicy",
  aws_secretsmanager_secret_rotation: "secretsmanager:DescribeSecret",
  aws_security_group: "ec2:DescribeSecurityGroups",
  aws_sns_topic: "sns:GetTopicAttributes",
  aws_sns_topic_subscription: "sns:GetSubscriptionAttributes",
  aws_sqs_queue: "sqs:GetQueueAttributes",
  aws_subnet: "ec2:DescribeSubnets",
  aws_vpc: "ec2:DescribeVpcAttribute",
  aws_vpc_endpoint: "ec2:DescribeVpcEndpoints",
  aws_vpc_endpoint_service: "ec2:DescribeVpcEndpointServicePermissions",
  aws_vpc_peering_connection: "ec2:DescribeVpcPeeringConnections",
  aws_vpc_security_group_egress_rule: "ec2:DescribeSecurityGroupRules",
  aws_vpc_security_group_ingress_rule: "ec2:DescribeSecurityGroupRules",
  aws_vpclattice_resource_configuration: "vpc-lattice:GetResourceConfiguration",
  aws_vpclattice_resource_gateway: "vpc-lattice:GetResourceGateway",
};

/** Running the function is not reading it: the provider asks nothing. */
const asksNothing = ["aws_lambda_invocation"];

describe("the planner", () => {
  const stack = synthesizeCluster(planned);

  test("is a role that the listed ones may take, and nobody else", () => {
    const role = stack.resource("aws_iam_role", "planner");
    expect(role.name).toBe("test-planner");
    expect(stack.statements(role.assume_role_policy)).toEqual([
      { actions: ["sts:AssumeRole"], principals: [{ type: "AWS", identifiers: [atlantis] }] },
    ]);
  });

  test("is known to the cluster by a group, and by no access policy of AWS", () => {
    const entry = stack.resource("aws_eks_access_entry", "planner");
    const [role] = Object.keys(stack.resources("aws_iam_role")).filter((name) => name.startsWith("planner"));
    expect(entry).toMatchObject({
      kubernetes_groups: ["planners"],
      principal_arn: `\${aws_iam_role.${role}.arn}`,
    });
    expect(Object.keys(stack.resources("aws_eks_access_policy_association")).join()).not.toContain("planner");
  });

  test("is not there where nobody may take it", () => {
    const without = synthesizeCluster(environment());
    expect(without.text).not.toContain("planner");
    const [, ...others] = Object.keys(without.resources("aws_eks_access_entry"));
    expect(others).toEqual([]);
  });

  test("reads the states of its environment and writes their locks alone, under their key and through S3", () => {
    const through = {
      test: "StringEquals",
      variable: "kms:ViaService",
      values: ["s3.eu-west-1.amazonaws.com"],
    };
    expect(bySid("ReadStates")).toMatchObject({
      actions: ["s3:GetObject"],
      resources: ["arn:aws:s3:::states/test/*"],
    });
    expect(bySid("LockStates")).toMatchObject({
      actions: ["s3:DeleteObject", "s3:PutObject"],
      resources: ["arn:aws:s3:::states/test/*.tflock"],
    });
    expect(bySid("DecryptStates")).toMatchObject({ resources: [kmsKeyArn], condition: [through] });
    const s3 = statements.filter(({ actions }) => actions?.some((action) => action.startsWith("s3:")));
    expect(s3.map(({ sid }) => sid)).toEqual(["ListStates", "ReadStates", "LockStates"]);
  });

  test("reads variables of functions, which Lambda leaves out otherwise, and decrypts nothing else", () => {
    expect(bySid("ReadVariables")).toMatchObject({
      actions: ["kms:Decrypt"],
      condition: [
        { values: ["lambda.eu-west-1.amazonaws.com"] },
        {
          variable: "kms:EncryptionContext:aws:lambda:FunctionArn",
          values: ["arn:aws:lambda:eu-west-1:111122223333:function:test-*"],
        },
      ],
    });
    expect(bySid("NeverDecryptOtherwise")).toMatchObject({
      effect: "Deny",
      condition: [{ test: "StringNotEquals", variable: "kms:ViaService" }],
    });
  });

  test("reads no state where it is in files", () => {
    const local = plannerPermissions(environment({ planner: { assumedBy: [atlantis] } }));
    expect(JSON.stringify(local)).not.toContain("s3:");
  });

  test("changes nothing: what it may do is describe, get and list", () => {
    const allowed = statements
      .filter(({ effect }) => effect !== "Deny")
      .flatMap(({ actions }) => actions ?? []);
    const others = allowed.filter((action) => !/:(Describe|Get|List)[A-Z]/.test(action));
    expect([...new Set(others)].sort()).toEqual([
      "kms:Decrypt",
      "kms:GenerateDataKey",
      "s3:DeleteObject",
      "s3:PutObject",
    ]);
    expect(allowed.length).toBeGreaterThan(60);
  });

  test.each(["peering", "private-link", "resource-endpoint"])("may refresh all that %s has", (topology) => {
    const whole = environment(
      {
        topology,
        ...(topology !== "resource-endpoint" && { externalAccess: { allowedCidrs: ["203.0.113.0/24"] } }),
      },
      [organization("acme", { isolation: "instance", authentication: "iam" })],
    );
    const types = [...environmentStacks(whole).values()].flatMap(({ json }) =>
      Object.keys(json.resource).filter((type) => type.startsWith("aws_") && !asksNothing.includes(type)),
    );
    const allowed = new Set(
      statements.flatMap(({ effect, actions }) => (effect === "Deny" ? [] : (actions ?? []))),
    );
    expect([...new Set(types)].filter((type) => !allowed.has(reads[type] ?? `nothing for ${type}`))).toEqual(
      [],
    );
  });
});
