import { z } from "zod";
import { parseJson } from "../../src/foundation/json-file";
import { joined, type Sought } from "./identify";

/** Where AWS lists a resource whose id is derived from config. */
interface Listing {
  /** Service and operation of the AWS CLI. */
  readonly call: readonly [service: string, operation: string];
  /** Options of the call, and the arguments of the resource that are their values. */
  readonly options: Readonly<Record<string, string>>;
  /** Query for a list of texts. Equal for all resources of an answer, so that AWS is asked once. */
  readonly query: string;
  /**
   * The argument, or the text, that the list contains if the resource exists.
   * @default - it contains anything: its owner can have only one
   */
  readonly item?: string | ((sought: Sought, id: string) => Promise<string | undefined>);
  /** Texts inside of a text of the list. @default - the text itself */
  readonly inside?: (text: string) => readonly string[];
}

const listing = (
  call: Listing["call"],
  options: Listing["options"],
  query: string,
  item?: Listing["item"],
): Listing => ({ call, options, query, item });

/** A list of at most one resource, which is asked for by the argument that identifies it. */
const single = (call: Listing["call"], option: string, argument: string, query: string): Listing =>
  listing(call, { [option]: argument }, query, argument);

const itsId = async (_: Sought, id: string): Promise<string> => id;

const policyShape = z.object({ Statement: z.array(z.object({ Sid: z.string().optional() })) });

/** By type. Types that are missing here have ids that only AWS knows, so that finding one proves that it exists. */
const listings: Readonly<Record<string, Listing>> = {
  aws_cloudwatch_dashboard: single(
    ["cloudwatch", "get-dashboard"],
    "--dashboard-name",
    "dashboard_name",
    "[DashboardName]",
  ),
  aws_cloudwatch_event_rule: single(["events", "describe-rule"], "--name", "name", "[Name]"),
  aws_cloudwatch_log_group: single(
    ["logs", "describe-log-groups"],
    "--log-group-name-prefix",
    "name",
    "logGroups[].logGroupName",
  ),
  aws_cloudwatch_log_metric_filter: listing(
    ["logs", "describe-metric-filters"],
    { "--log-group-name": "log_group_name" },
    "metricFilters[].filterName",
    "name",
  ),
  aws_cloudwatch_metric_alarm: listing(
    ["cloudwatch", "describe-alarms"],
    {},
    "MetricAlarms[].AlarmName",
    "alarm_name",
  ),
  aws_db_event_subscription: single(
    ["rds", "describe-event-subscriptions"],
    "--subscription-name",
    "name",
    "EventSubscriptionsList[].CustSubscriptionId",
  ),
  aws_db_instance: single(
    ["rds", "describe-db-instances"],
    "--db-instance-identifier",
    "identifier",
    "DBInstances[].DBInstanceIdentifier",
  ),
  aws_db_parameter_group: single(
    ["rds", "describe-db-parameter-groups"],
    "--db-parameter-group-name",
    "name",
    "DBParameterGroups[].DBParameterGroupName",
  ),
  aws_db_proxy: single(["rds", "describe-db-proxies"], "--db-proxy-name", "name", "DBProxies[].DBProxyName"),
  aws_db_proxy_default_target_group: single(
    ["rds", "describe-db-proxy-target-groups"],
    "--db-proxy-name",
    "db_proxy_name",
    "TargetGroups[].DBProxyName",
  ),
  aws_db_proxy_target: listing(
    ["rds", "describe-db-proxy-targets"],
    { "--db-proxy-name": "db_proxy_name" },
    "Targets[].RdsResourceId",
    "db_instance_identifier",
  ),
  aws_db_subnet_group: single(
    ["rds", "describe-db-subnet-groups"],
    "--db-subnet-group-name",
    "name",
    "DBSubnetGroups[].DBSubnetGroupName",
  ),
  aws_eks_access_entry: listing(
    ["eks", "list-access-entries"],
    { "--cluster-name": "cluster_name" },
    "accessEntries",
    "principal_arn",
  ),
  aws_eks_access_policy_association: listing(
    ["eks", "list-associated-access-policies"],
    { "--cluster-name": "cluster_name", "--principal-arn": "principal_arn" },
    "associatedAccessPolicies[].policyArn",
    "policy_arn",
  ),
  aws_eks_addon: listing(
    ["eks", "list-addons"],
    { "--cluster-name": "cluster_name" },
    "addons",
    "addon_name",
  ),
  aws_eks_cluster: single(["eks", "describe-cluster"], "--name", "name", "[cluster.name]"),
  aws_iam_openid_connect_provider: listing(
    ["iam", "list-open-id-connect-providers"],
    {},
    "OpenIDConnectProviderList[].Arn",
    itsId,
  ),
  aws_iam_role: single(["iam", "get-role"], "--role-name", "name", "[Role.RoleName]"),
  aws_iam_role_policy_attachment: listing(
    ["iam", "list-attached-role-policies"],
    { "--role-name": "role" },
    "AttachedPolicies[].PolicyArn",
    "policy_arn",
  ),
  aws_kms_alias: listing(["kms", "list-aliases"], {}, "Aliases[].AliasName", "name"),
  aws_lambda_function: single(
    ["lambda", "get-function-configuration"],
    "--function-name",
    "function_name",
    "[FunctionName]",
  ),
  aws_lambda_function_event_invoke_config: listing(
    ["lambda", "get-function-event-invoke-config"],
    { "--function-name": "function_name" },
    "[FunctionArn]",
  ),
  aws_lambda_permission: {
    ...listing(["lambda", "get-policy"], { "--function-name": "function_name" }, "[Policy]", "statement_id"),
    inside: (text) =>
      policyShape
        .parse(parseJson(text, "the policy of a function", "try again"))
        .Statement.map(({ Sid = "" }) => Sid),
  },
  aws_lb_listener_certificate: listing(
    ["elbv2", "describe-listener-certificates"],
    { "--listener-arn": "listener_arn" },
    "Certificates[].CertificateArn",
    "certificate_arn",
  ),
  aws_network_acl_rule: listing(
    ["ec2", "describe-network-acls"],
    { "--network-acl-ids": "network_acl_id" },
    "NetworkAcls[].Entries[].join(' ', [to_string(RuleNumber), to_string(Egress)])",
    joined(" ", "rule_number", "egress"),
  ),
  aws_route: listing(
    ["ec2", "describe-route-tables"],
    { "--route-table-ids": "route_table_id" },
    "RouteTables[].Routes[].[DestinationCidrBlock, DestinationPrefixListId][]",
    async ({ resource: { values }, text }) =>
      text(
        values.destination_prefix_list_id === undefined
          ? "destination_cidr_block"
          : "destination_prefix_list_id",
      ),
  ),
  aws_route53_record: listing(
    ["route53", "list-resource-record-sets"],
    { "--hosted-zone-id": "zone_id" },
    "ResourceRecordSets[].join(' ', [Name, Type])",
    async ({ text }) => `${(await text("name")).replace(/\.?$/, ".")} ${await text("type")}`,
  ),
  aws_route_table_association: listing(
    ["ec2", "describe-route-tables"],
    { "--route-table-ids": "route_table_id" },
    "RouteTables[].Associations[].SubnetId",
    "subnet_id",
  ),
  aws_secretsmanager_secret_policy: listing(
    ["secretsmanager", "get-resource-policy"],
    { "--secret-id": "secret_arn" },
    "[ResourcePolicy]",
  ),
  aws_secretsmanager_secret_rotation: listing(
    ["secretsmanager", "describe-secret"],
    { "--secret-id": "secret_id" },
    "[RotationLambdaARN]",
  ),
  aws_sns_topic: listing(["sns", "list-topics"], {}, "Topics[].TopicArn", itsId),
  aws_sqs_queue: listing(["sqs", "get-queue-url"], { "--queue-name": "name" }, "[QueueUrl]"),
  aws_wafv2_web_acl_association: listing(
    ["wafv2", "get-web-acl-for-resource"],
    { "--resource-arn": "resource_arn" },
    "[WebACL.ARN]",
    "web_acl_arn",
  ),
};

/**
 * Whether a resource exists. Terraform refuses a plan that imports what does not exist, such as the rest of a stack
 * whose first apply was killed.
 *
 * @param id its id in Terraform
 * @throws Missing if it belongs to a resource that does not exist
 */
export async function exists(sought: Sought, id: string): Promise<boolean> {
  const { resource, account, text } = sought;
  const found = listings[resource.type];
  if (!found) return true;
  const { call, options, query, item, inside = (one) => [one] } = found;
  const words = await Promise.all(
    Object.entries(options).map(async ([option, argument]) => [option, await text(argument)]),
  );
  const texts = await account.texts(...call, query, ...words.flat());
  if (item === undefined) return texts.length > 0;
  const wanted = typeof item === "string" ? await text(item) : await item(sought, id);
  return texts.flatMap(inside).some((one) => one === wanted);
}
