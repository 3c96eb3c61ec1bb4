import type { TaggedResource } from "../../../scripts/import/synthesized";

/** The texts of an argument of all resources of a type. */
type Texts = (type: string, argument: string) => readonly string[];

/** The lists of an account that has all resources, as AWS answers them. `after` is the value of an option. */
type Answer = (after: (option: string) => string, texts: Texts) => unknown;

const routes = (texts: Texts) => [
  ...texts("aws_route", "destination_cidr_block").map((DestinationCidrBlock) => ({ DestinationCidrBlock })),
  { DestinationPrefixListId: "pl-0" },
];

const roleArn = (name: string): string => `arn:aws:iam::111122223333:role/${name}`;

const answers: Readonly<Record<string, Answer>> = {
  "cloudwatch describe-alarms": (_, texts) => ({
    MetricAlarms: texts("aws_cloudwatch_metric_alarm", "alarm_name").map((AlarmName) => ({ AlarmName })),
  }),
  "cloudwatch get-dashboard": (after) => ({ DashboardName: after("--dashboard-name") }),
  "eks list-access-entries": (_, texts) => ({
    accessEntries: [...texts("aws_eks_access_entry", "principal_arn"), roleArn("test-planner")],
  }),
  "eks list-addons": (_, texts) => ({ addons: texts("aws_eks_addon", "addon_name") }),
  "eks list-associated-access-policies": (_, texts) => ({
    associatedAccessPolicies: texts("aws_eks_access_policy_association", "policy_arn").map((policyArn) => ({
      policyArn,
    })),
  }),
  "elbv2 describe-listener-certificates": (_, texts) => ({
    Certificates: texts("aws_lb_listener_certificate", "certificate_arn").map((CertificateArn) => ({
      CertificateArn,
    })),
  }),
  "events describe-rule": (after) => ({ Name: after("--name") }),
  "iam get-role": (after) => ({
    Role: { RoleName: after("--role-name"), Arn: roleArn(after("--role-name")) },
  }),
  "iam list-attached-role-policies": (_, texts) => ({
    AttachedPolicies: texts("aws_iam_role_policy_attachment", "policy_arn").map((PolicyArn) => ({
      PolicyArn,
    })),
  }),
  "iam list-open-id-connect-providers": () => ({
    OpenIDConnectProviderList: [{ Arn: "arn:aws:iam::111122223333:oidc-provider/oidc.example.com/id/1" }],
  }),
  "kms list-aliases": (_, texts) => ({
    Aliases: texts("aws_kms_alias", "name").map((AliasName) => ({ AliasName })),
  }),
  "lambda get-function-configuration": (after) => ({ FunctionName: after("--function-name") }),
  "lambda get-function-event-invoke-config": (after) => ({
    FunctionArn: `arn:${after("--function-name")}`,
  }),
  "lambda get-policy": (_, texts) => ({
    Policy: JSON.stringify({
      Statement: texts("aws_lambda_permission", "statement_id").map((Sid) => ({ Sid })),
    }),
  }),
  "logs describe-log-groups": (after) => ({
    logGroups: ["", "-other"].map((more) => ({ logGroupName: after("--log-group-name-prefix") + more })),
  }),
  "logs describe-metric-filters": (_, texts) => ({
    metricFilters: texts("aws_cloudwatch_log_metric_filter", "name").map((filterName) => ({ filterName })),
  }),
  "rds describe-db-parameter-groups": (after) => ({
    DBParameterGroups: [{ DBParameterGroupName: after("--db-parameter-group-name") }],
  }),
  "rds describe-db-proxies": (after) => ({ DBProxies: [{ DBProxyName: after("--db-proxy-name") }] }),
  "rds describe-db-proxy-target-groups": (after) => ({
    TargetGroups: [{ DBProxyName: after("--db-proxy-name") }],
  }),
  "rds describe-db-proxy-targets": (_, texts) => ({
    Targets: texts("aws_db_instance", "identifier").map((RdsResourceId) => ({ RdsResourceId })),
  }),
  "rds describe-db-subnet-groups": (after) => ({
    DBSubnetGroups: [{ DBSubnetGroupName: after("--db-subnet-group-name") }],
  }),
  "rds describe-event-subscriptions": (after) => ({
    EventSubscriptionsList: [{ CustSubscriptionId: after("--subscription-name") }],
  }),
  "route53 list-resource-record-sets": (after) => ({
    ResourceRecordSets: [{ Name: `${after("--hosted-zone-id")}.example.com.`, Type: "A" }],
  }),
  "ec2 describe-network-acls": (_, texts) => ({
    NetworkAcls: [
      {
        Entries: texts("aws_network_acl_rule", "rule_number").flatMap((number) =>
          [true, false].map((Egress) => ({ RuleNumber: Number(number), Egress })),
        ),
      },
    ],
  }),
  "secretsmanager get-resource-policy": () => ({ ResourcePolicy: "{}" }),
  "sns list-topics": (_, texts) => ({
    Topics: texts("aws_sns_topic", "name").map((name) => ({
      TopicArn: `arn:aws:sns:eu-west-1:111122223333:${name}`,
    })),
  }),
  "sqs get-queue-url": (after) => ({ QueueUrl: `https://queue/${after("--queue-name")}` }),
  "wafv2 get-web-acl-for-resource": (_, texts) => ({
    WebACL: { ARN: texts("aws_wafv2_web_acl_association", "web_acl_arn")[0] },
  }),
};

/**
 * What AWS lists, for calls that find whether a resource exists.
 *
 * @param subnets their ids
 * @returns undefined for any other call
 */
export function listed(
  call: string,
  after: (option: string) => string,
  resources: readonly TaggedResource[],
  subnets: readonly string[],
): unknown {
  const texts: Texts = (type, argument) =>
    resources
      .filter((one) => one.type === type && one.values[argument] !== undefined)
      .map(({ values }) => String(values[argument]));
  if (call === "ec2 describe-route-tables") {
    const Associations = [{ Main: true }, ...subnets.map((SubnetId) => ({ SubnetId }))];
    return { RouteTables: [{ Routes: routes(texts), Associations }] };
  }
  return answers[call]?.(after, texts);
}
