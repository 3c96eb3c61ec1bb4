import { iamArn } from "../../src/foundation/arn";
import { arnOf, asked, type Identify, inKubernetes, joined, named, option, rule, tagged } from "./identify";

/** A key that waits for its deletion can be restored, but not imported. */
const usableKey = "[KeyMetadata][?KeyState!='PendingDeletion'].KeyId | [0]";

/**
 * Finds the import id of a resource, by type. Ids are those of the provider's documentation, section "Import" of each
 * type:
 * https://registry.terraform.io/providers/hashicorp/aws/6.25.0/docs
 */
export const identifiers: Readonly<Record<string, Identify>> = {
  aws_cloudwatch_dashboard: named("dashboard_name"),
  aws_cloudwatch_event_rule: named("name"),
  aws_cloudwatch_event_target: async ({ account, text }) => {
    const name = await text("rule");
    const target = await account.text("events", "list-targets-by-rule", "Targets[0].Id", "--rule", name);
    return target && `${name}/${target}`;
  },
  aws_cloudwatch_log_group: named("name"),
  aws_cloudwatch_log_metric_filter: joined(":", "log_group_name", "name"),
  aws_cloudwatch_metric_alarm: named("alarm_name"),
  aws_db_event_subscription: named("name"),
  aws_db_instance: named("identifier"),
  aws_db_parameter_group: named("name"),
  aws_db_proxy: named("name"),
  aws_db_proxy_default_target_group: named("db_proxy_name"),
  aws_db_proxy_target: async ({ text }) =>
    `${await text("db_proxy_name")}/default/RDS_INSTANCE/${await text("db_instance_identifier")}`,
  aws_db_subnet_group: named("name"),
  aws_default_network_acl: tagged("acl"),
  aws_default_route_table: ({ idOf }) => idOf("default_route_table_id"),
  aws_default_security_group: tagged("sg"),
  aws_eip: tagged("eipalloc"),
  aws_eks_access_entry: joined(":", "cluster_name", "principal_arn"),
  aws_eks_access_policy_association: joined("#", "cluster_name", "principal_arn", "policy_arn"),
  aws_eks_addon: joined(":", "cluster_name", "addon_name"),
  aws_eks_cluster: named("name"),
  aws_eks_node_group: async ({ account, text }) => {
    const [cluster, prefix] = [await text("cluster_name"), await text("node_group_name_prefix")];
    const names = await account.texts("eks", "list-nodegroups", "nodegroups", "--cluster-name", cluster);
    const name = names.find(
      (one) => one.startsWith(prefix) && /^\d{14}[0-9a-f]*$/.test(one.slice(prefix.length)),
    );
    return name && `${cluster}:${name}`;
  },
  aws_flow_log: tagged("fl"),
  aws_iam_openid_connect_provider: async ({ place, text }) =>
    iamArn(place, `oidc-provider/${(await text("url")).replace("https://", "")}`),
  aws_iam_role: named("name"),
  aws_iam_role_policy: async ({ account, text }) => {
    const role = await text("role");
    const name = await account.text("iam", "list-role-policies", "PolicyNames[0]", "--role-name", role);
    return name && `${role}:${name}`;
  },
  aws_iam_role_policy_attachment: joined("/", "role", "policy_arn"),
  aws_internet_gateway: tagged("igw"),
  aws_kms_alias: named("name"),
  aws_kms_key: async ({ alias, account }) => {
    const name = alias();
    return name && account.text("kms", "describe-key", usableKey, "--key-id", name);
  },
  aws_lambda_function: named("function_name"),
  aws_lambda_function_event_invoke_config: named("function_name"),
  aws_lambda_permission: joined("/", "function_name", "statement_id"),
  aws_launch_template: asked(
    "ec2",
    "describe-launch-templates",
    "LaunchTemplates[0].LaunchTemplateId",
    option("--launch-template-names", "name"),
  ),
  aws_lb: asked(
    "elbv2",
    "describe-load-balancers",
    "LoadBalancers[0].LoadBalancerArn",
    option("--names", "name"),
  ),
  aws_lb_listener: async ({ resource, account, idOf }) =>
    account.text(
      "elbv2",
      "describe-listeners",
      `Listeners[?Port==\`${resource.values.port}\`].ListenerArn | [0]`,
      "--load-balancer-arn",
      await idOf("load_balancer_arn"),
    ),
  aws_lb_listener_certificate: joined("_", "listener_arn", "certificate_arn"),
  aws_lb_listener_rule: async ({ resource, account, text }) =>
    account.text(
      "elbv2",
      "describe-rules",
      `Rules[?Priority=='${resource.values.priority}'].RuleArn | [0]`,
      "--listener-arn",
      await text("listener_arn"),
    ),
  aws_lb_target_group: asked(
    "elbv2",
    "describe-target-groups",
    "TargetGroups[0].TargetGroupArn",
    option("--names", "name"),
  ),
  aws_nat_gateway: tagged("nat"),
  aws_network_acl: tagged("acl"),
  aws_network_acl_rule: joined(":", "network_acl_id", "rule_number", "protocol", "egress"),
  aws_route: async ({ resource, text }) => {
    const isRange = resource.values.destination_prefix_list_id === undefined;
    return `${await text("route_table_id")}_${await text(isRange ? "destination_cidr_block" : "destination_prefix_list_id")}`;
  },
  aws_route53_record: joined("_", "zone_id", "name", "type"),
  aws_route53_zone: async ({ account, text }) => {
    const name = await text("name");
    const zones = `HostedZones[?Name=='${name}.'].Id | [0]`;
    return (await account.text("route53", "list-hosted-zones", zones))?.replace("/hostedzone/", "");
  },
  aws_route_table: tagged("rtb"),
  aws_route_table_association: joined("/", "subnet_id", "route_table_id"),
  aws_secretsmanager_secret: asked(
    "secretsmanager",
    "describe-secret",
    "[@][?!DeletedDate].ARN | [0]", // a deleted one can be restored, but not imported
    option("--secret-id", "name"),
  ),
  aws_secretsmanager_secret_policy: ({ idOf }) => idOf("secret_arn"),
  aws_secretsmanager_secret_rotation: ({ idOf }) => idOf("secret_id"),
  aws_security_group: tagged("sg"),
  aws_sns_topic: arnOf("sns", "name"),
  aws_sns_topic_subscription: async ({ account, resource, idOf }) => {
    const query = `Subscriptions[?Endpoint=='${resource.values.endpoint}'].SubscriptionArn | [0]`;
    const topic = await idOf("topic_arn");
    const found = await account.text("sns", "list-subscriptions-by-topic", query, "--topic-arn", topic);
    return found?.startsWith("arn:") ? found : undefined; // one that waits to be confirmed has no id
  },
  aws_sqs_queue: async ({ place: { account, region }, text }) =>
    `https://sqs.${region}.amazonaws.com/${account}/${await text("name")}`,
  aws_subnet: tagged("subnet"),
  aws_vpc: tagged("vpc"),
  aws_vpc_endpoint: tagged("vpce"),
  aws_vpc_endpoint_service: tagged("vpce-svc"),
  aws_vpc_peering_connection: tagged("pcx"),
  aws_vpc_security_group_egress_rule: rule(true),
  aws_vpc_security_group_ingress_rule: rule(false),
  aws_vpclattice_resource_configuration: async ({ account, text }) =>
    account.text(
      "vpc-lattice",
      "list-resource-configurations",
      `items[?name=='${await text("name")}'].id | [0]`,
    ),
  aws_vpclattice_resource_gateway: async ({ account, text }) =>
    account.text("vpc-lattice", "list-resource-gateways", `items[?name=='${await text("name")}'].id | [0]`),
  aws_wafv2_web_acl_association: joined(",", "web_acl_arn", "resource_arn"),
  helm_release: joined("/", "namespace", "name"),
  kubernetes_manifest: async ({ resource, text }) => {
    const { apiVersion, kind, metadata } = resource.values.manifest as Record<string, Record<string, string>>;
    const namespace = metadata?.namespace && `namespace=${await text("manifest.metadata.namespace")},`;
    return `apiVersion=${apiVersion},kind=${kind},${namespace ?? ""}name=${metadata?.name}`;
  },
  ...inKubernetes(
    "kubernetes_cluster_role_binding_v1",
    "kubernetes_cluster_role_v1",
    "kubernetes_config_map_v1",
    "kubernetes_default_service_account_v1",
    "kubernetes_deployment_v1",
    "kubernetes_limit_range_v1",
    "kubernetes_namespace_v1",
    "kubernetes_network_policy_v1",
    "kubernetes_pod_disruption_budget_v1",
    "kubernetes_resource_quota_v1",
    "kubernetes_role_binding_v1",
    "kubernetes_role_v1",
    "kubernetes_service_account_v1",
    "kubernetes_service_v1",
  ),
};

/** Resources that cannot be imported, with the effect of creating them again. */
export const madeAnew: Readonly<Record<string, string>> = {
  aws_lambda_invocation: "the function is invoked, and finds everything correct",
};
