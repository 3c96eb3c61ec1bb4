import { arn, iamArn, type Place } from "../../src/foundation/arn";
import type { Account } from "./account";
import type { Resource } from "./synthesized";

/** A resource whose id is looked for. */
export interface Sought {
  readonly resource: Resource;
  readonly place: Place;
  readonly account: Account;
  /** What an argument comes to, references followed. @throws Missing where what it refers to is not there */
  text(argument: string): Promise<string>;
  /** Id of the resource that an argument refers to. @throws Missing where it is not there */
  idOf(argument: string): Promise<string>;
  /** Of a key: the name of the alias that leads to it. */
  alias(): string | undefined;
}

/** What an id, or something on the way to it, is made from is not there. */
export class Missing extends Error {}

/** Finds the id by which `terraform import` knows a resource; undefined where there is none. */
export type Identify = (sought: Sought) => Promise<string | undefined>;

/** The value of an argument. */
const named =
  (argument: string): Identify =>
  ({ text }) =>
    text(argument);

/** Values of arguments, with what the provider puts between them. */
const joined =
  (separator: string, ...names: string[]): Identify =>
  async ({ text }) =>
    (await Promise.all(names.map(text))).join(separator);

/** What has no name of its own in EC2: found by the tags that no two resources of a stack share. */
const tagged =
  (prefix: string): Identify =>
  async ({ resource, account }) => {
    const { Stack = "", Environment = "" } = resource.defaultTags;
    const { Name = "" } = (resource.arguments.tags ?? {}) as Record<string, string>;
    const found = await account.tagged(prefix, { Stack, Environment, Name });
    if (found.length > 1)
      throw new Missing(`${found.join(", ")} all have its tags: find the right one, and import it by hand`);
    return found[0];
  };

/** An answer of AWS about a name. */
const asked =
  (
    service: string,
    operation: string,
    query: string,
    words: (sought: Sought) => Promise<string[]>,
  ): Identify =>
  async (sought) =>
    sought.account.text(service, operation, query, ...(await words(sought)));

/** `option` with the value of an argument. */
const option =
  (name: string, argument: string) =>
  async ({ text }: Sought) => [name, await text(argument)];

const arnOf =
  (service: string, argument: string): Identify =>
  async ({ place, text }) =>
    arn(place, service, await text(argument));

/** A rule of a security group, which has an id and no name: the one that says the same. */
const rule =
  (isEgress: boolean): Identify =>
  async ({ resource, account, text }) => {
    const wanted = async (argument: string) =>
      resource.arguments[argument] === undefined ? undefined : text(argument);
    const [group, cidr, list, other] = await Promise.all(
      ["security_group_id", "cidr_ipv4", "prefix_list_id", "referenced_security_group_id"].map(wanted),
    );
    const { ip_protocol: protocol, from_port: from = -1, to_port: to = -1 } = resource.arguments;
    const found = (await account.securityGroupRules()).find(
      (one) =>
        one.GroupId === group &&
        one.IsEgress === isEgress &&
        one.IpProtocol === protocol &&
        (one.FromPort ?? -1) === from &&
        (one.ToPort ?? -1) === to &&
        one.CidrIpv4 === cidr &&
        one.PrefixListId === list &&
        one.ReferencedGroupInfo?.GroupId === other,
    );
    return found?.SecurityGroupRuleId;
  };

const kubernetes: Identify = async ({ resource: { arguments: args }, text }) => {
  const { name = "default", namespace } = args.metadata as Record<string, string>;
  return namespace === undefined ? name : `${await text("metadata.namespace")}/${name}`;
};

const inKubernetes = (...types: string[]) => Object.fromEntries(types.map((type) => [type, kubernetes]));

/**
 * How the id of a resource is found, by type. Ids are those of the provider's documentation, section "Import" of each type:
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
    return name && account.text("kms", "describe-key", "KeyMetadata.KeyId", "--key-id", name);
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
      `Listeners[?Port==\`${resource.arguments.port}\`].ListenerArn | [0]`,
      "--load-balancer-arn",
      await idOf("load_balancer_arn"),
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
    const isRange = resource.arguments.destination_prefix_list_id === undefined;
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
  aws_secretsmanager_secret: asked("secretsmanager", "describe-secret", "ARN", option("--secret-id", "name")),
  aws_secretsmanager_secret_policy: ({ idOf }) => idOf("secret_arn"),
  aws_secretsmanager_secret_rotation: ({ idOf }) => idOf("secret_id"),
  aws_security_group: tagged("sg"),
  aws_sns_topic: arnOf("sns", "name"),
  aws_sns_topic_subscription: async ({ account, resource, idOf }) => {
    const query = `Subscriptions[?Endpoint=='${resource.arguments.endpoint}'].SubscriptionArn | [0]`;
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
  helm_release: joined("/", "namespace", "name"),
  kubernetes_manifest: async ({ resource, text }) => {
    const { apiVersion, kind, metadata } = resource.arguments.manifest as Record<
      string,
      Record<string, string>
    >;
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

/** What cannot be imported, with what its making again does. */
export const madeAnew: Readonly<Record<string, string>> = {
  aws_lambda_invocation: "the function is invoked, and finds all as it should be",
};
