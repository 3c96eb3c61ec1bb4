import { workloadTypes } from "./workloads";

/** What a type of Terraform resource can do, as far as the proof reads it. */
export interface ResourceTraits {
  /** Whether packets cross it or start from it, or it decides which ones do: the network model reads it. */
  readonly carriesPackets: boolean;
  /**
   * Whether it holds credentials or says who comes by them: the identity model reads it. `unread` where it does and no
   * model reads it, so that nothing is known about credentials while it is there.
   */
  readonly holdsCredentials: boolean | "unread";
  /** Whether it runs code with credentials of its own. */
  readonly runsCode: boolean;
}

const packetsAndCredentials = [
  "aws_db_instance",
  "aws_db_proxy",
  "aws_eks_addon",
  "aws_eks_cluster",
  "aws_eks_node_group",
  "aws_instance",
  "aws_lambda_function",
  "aws_launch_template",
  "kubernetes_manifest",
  ...workloadTypes,
];

const packets = [
  "aws_db_proxy_target",
  "aws_db_subnet_group",
  "aws_default_network_acl",
  "aws_default_route_table",
  "aws_default_security_group",
  "aws_ec2_managed_prefix_list",
  "aws_ec2_managed_prefix_list_entry",
  "aws_internet_gateway",
  "aws_internet_gateway_attachment",
  "aws_lb",
  "aws_lb_listener",
  "aws_lb_listener_certificate",
  "aws_lb_listener_rule",
  "aws_lb_target_group",
  "aws_lb_target_group_attachment",
  "aws_main_route_table_association",
  "aws_nat_gateway",
  "aws_network_acl",
  "aws_network_acl_association",
  "aws_network_acl_rule",
  "aws_route",
  "aws_route_table",
  "aws_route_table_association",
  "aws_security_group",
  "aws_security_group_rule",
  "aws_subnet",
  "aws_vpc",
  "aws_vpc_endpoint",
  "aws_vpc_endpoint_connection_accepter",
  "aws_vpc_endpoint_route_table_association",
  "aws_vpc_endpoint_service",
  "aws_vpc_ipv4_cidr_block_association",
  "aws_vpc_peering_connection",
  "aws_vpc_peering_connection_accepter",
  "aws_vpc_security_group_egress_rule",
  "aws_vpc_security_group_ingress_rule",
  "aws_vpclattice_resource_configuration",
  "aws_vpclattice_resource_gateway",
];

const credentials = [
  "aws_db_parameter_group",
  "aws_db_proxy_default_target_group",
  "aws_eks_access_entry",
  "aws_eks_access_policy_association",
  "aws_eks_pod_identity_association",
  "aws_iam_openid_connect_provider",
  "aws_iam_policy",
  "aws_iam_policy_attachment",
  "aws_iam_role",
  "aws_iam_role_policy",
  "aws_iam_role_policy_attachment",
  "aws_kms_alias",
  "aws_kms_grant",
  "aws_kms_key",
  "aws_kms_key_policy",
  "aws_lambda_invocation",
  "aws_lambda_permission",
  "aws_secretsmanager_secret",
  "aws_secretsmanager_secret_policy",
  "aws_secretsmanager_secret_rotation",
  "kubernetes_cluster_role_binding_v1",
  "kubernetes_cluster_role_v1",
  "kubernetes_config_map_v1",
  "kubernetes_default_service_account_v1",
  "kubernetes_namespace_v1",
  "kubernetes_role_binding_v1",
  "kubernetes_role_v1",
  "kubernetes_service_account_v1",
];

/**
 * Records, alarms, quotas and names: no packet crosses them and no principal gets credentials by them. Services lead to
 * pods, which are sources already, and charts install pods, which without a policy count as their nodes.
 */
const harmless = [
  "aws_accessanalyzer_analyzer",
  "aws_budgets_budget",
  "aws_cloudwatch_composite_alarm",
  "aws_cloudwatch_dashboard",
  "aws_cloudwatch_event_rule",
  "aws_cloudwatch_event_target",
  "aws_cloudwatch_log_anomaly_detector",
  "aws_cloudwatch_log_data_protection_policy",
  "aws_cloudwatch_log_group",
  "aws_cloudwatch_log_index_policy",
  "aws_cloudwatch_log_metric_filter",
  "aws_cloudwatch_metric_alarm",
  "aws_cloudwatch_query_definition",
  "aws_db_event_subscription",
  "aws_dynamodb_table",
  "aws_ecr_lifecycle_policy",
  "aws_ecr_repository",
  "aws_eip",
  "aws_flow_log",
  "aws_lambda_function_event_invoke_config",
  "aws_route53_health_check",
  "aws_route53_query_log",
  "aws_route53_record",
  "aws_route53_zone",
  "aws_route53_zone_association",
  "aws_s3_bucket",
  "aws_s3_bucket_lifecycle_configuration",
  "aws_s3_bucket_logging",
  "aws_s3_bucket_ownership_controls",
  "aws_s3_bucket_policy",
  "aws_s3_bucket_public_access_block",
  "aws_s3_bucket_server_side_encryption_configuration",
  "aws_s3_bucket_versioning",
  "aws_sns_topic",
  "aws_sns_topic_policy",
  "aws_sns_topic_subscription",
  "aws_sqs_queue",
  "aws_sqs_queue_policy",
  "aws_sqs_queue_redrive_allow_policy",
  "aws_sqs_queue_redrive_policy",
  "aws_vpc_dhcp_options",
  "aws_vpc_dhcp_options_association",
  "aws_vpc_endpoint_connection_notification",
  "aws_vpc_endpoint_policy",
  "aws_vpc_endpoint_private_dns",
  "aws_vpc_endpoint_service_allowed_principal",
  "aws_vpc_peering_connection_options",
  // It can only refuse requests.
  "aws_wafv2_web_acl_association",
  "helm_release",
  "kubernetes_horizontal_pod_autoscaler",
  "kubernetes_horizontal_pod_autoscaler_v1",
  "kubernetes_horizontal_pod_autoscaler_v2",
  "kubernetes_limit_range_v1",
  "kubernetes_network_policy_v1",
  "kubernetes_pod_disruption_budget_v1",
  "kubernetes_priority_class_v1",
  "kubernetes_resource_quota_v1",
  "kubernetes_service_v1",
];

/** No packet crosses them, but they hold credentials, hand them or logs out, or run code, and no model reads how. */
const unread = [
  "aws_cloudwatch_event_api_destination",
  "aws_cloudwatch_event_connection",
  "aws_cloudwatch_log_account_policy",
  "aws_cloudwatch_log_delivery",
  "aws_cloudwatch_log_delivery_destination",
  "aws_cloudwatch_log_delivery_source",
  "aws_cloudwatch_log_destination",
  "aws_cloudwatch_log_destination_policy",
  "aws_cloudwatch_log_resource_policy",
  "aws_cloudwatch_log_stream",
  "aws_cloudwatch_log_subscription_filter",
  "aws_db_instance_role_association",
  "aws_db_option_group",
  "aws_db_snapshot",
  "aws_eks_identity_provider_config",
  "aws_iam_access_key",
  "aws_iam_group",
  "aws_iam_group_membership",
  "aws_iam_group_policy",
  "aws_iam_group_policy_attachment",
  "aws_iam_instance_profile",
  "aws_iam_saml_provider",
  "aws_iam_service_linked_role",
  "aws_iam_user",
  "aws_iam_user_group_membership",
  "aws_iam_user_login_profile",
  "aws_iam_user_policy",
  "aws_iam_user_policy_attachment",
  "aws_kms_external_key",
  "aws_kms_replica_key",
  "aws_lambda_alias",
  "aws_lambda_event_source_mapping",
  "aws_lambda_layer_version",
  "aws_ram_principal_association",
  "aws_ram_resource_association",
  "aws_ram_resource_share",
  "aws_s3_bucket_notification",
  "aws_s3_bucket_replication_configuration",
  "aws_s3_object",
  "aws_scheduler_schedule",
  "aws_secretsmanager_secret_version",
  "aws_ssm_association",
  "aws_ssm_document",
  "aws_ssm_parameter",
  "kubernetes_cluster_role",
  "kubernetes_cluster_role_binding",
  "kubernetes_config_map",
  "kubernetes_default_service_account",
  "kubernetes_limit_range",
  "kubernetes_namespace",
  "kubernetes_network_policy",
  "kubernetes_pod_disruption_budget",
  "kubernetes_resource_quota",
  "kubernetes_role",
  "kubernetes_role_binding",
  "kubernetes_secret",
  "kubernetes_secret_v1",
  "kubernetes_service",
  "kubernetes_service_account",
  "terraform_data",
];

const code = new Set<string>([
  "aws_eks_node_group",
  "aws_instance",
  "aws_lambda_function",
  "aws_launch_template",
  "kubernetes_manifest",
  ...workloadTypes,
]);

const traits = (
  types: readonly string[],
  carriesPackets: boolean,
  holdsCredentials: ResourceTraits["holdsCredentials"],
): [string, ResourceTraits][] =>
  types.map((type) => [type, { carriesPackets, holdsCredentials, runsCode: code.has(type) }]);

/**
 * Every type that the proof knows, by its exact name. A type that is not in here is UNKNOWN: it may carry packets and hold
 * credentials.
 */
export const resourceTypes: ReadonlyMap<string, ResourceTraits> = new Map([
  ...traits(packetsAndCredentials, true, true),
  ...traits(packets, true, false),
  ...traits(credentials, false, true),
  ...traits(harmless, false, false),
  ...traits(unread, false, "unread"),
]);

/** Kinds of Kubernetes manifests that the proof reads, or that carry no packets and no credentials. */
export const manifestKinds: ReadonlySet<string> = new Set([
  "PrometheusRule",
  "SecretProviderClass",
  "SecurityGroupPolicy",
  "ServiceMonitor",
  "TargetGroupBinding",
  // They can only refuse. Those on which the proof builds are read.
  "ValidatingAdmissionPolicy",
  "ValidatingAdmissionPolicyBinding",
]);
