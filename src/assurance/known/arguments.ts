import { workloadTypes } from "../workloads";
import { harmlessArguments } from "./harmless-arguments";

/** Arguments of any type that do not affect packets, credentials or code. */
export const harmless: readonly string[] = ["description", "tags", "timeouts"];

/** Arguments that may be empty lists: they remove what AWS created with a VPC, and no other resource adds to them. */
export const knownEmpty: ReadonlySet<string> = new Set([
  "aws_default_network_acl.egress",
  "aws_default_network_acl.ingress",
  "aws_default_route_table.route",
  "aws_default_security_group.egress",
  "aws_default_security_group.ingress",
]);

/**
 * Arguments of each type that carries packets, holds credentials or runs code: those that a model or a rule reads, and
 * those that affect neither. All others are unknown. From the schema of the provider version in terraform.ts.
 */
const byType: Readonly<Record<string, string>> = {
  aws_db_instance:
    "allocated_storage allow_major_version_upgrade apply_immediately auto_minor_version_upgrade availability_zone backup_retention_period backup_target backup_window ca_cert_identifier copy_tags_to_snapshot database_insights_mode db_name db_subnet_group_name dedicated_log_volume delete_automated_backups deletion_protection enabled_cloudwatch_logs_exports engine engine_lifecycle_support engine_version final_snapshot_identifier iam_database_authentication_enabled identifier instance_class iops kms_key_id license_model maintenance_window manage_master_user_password master_user_secret_kms_key_id max_allocated_storage monitoring_interval monitoring_role_arn multi_az network_type parameter_group_name performance_insights_enabled performance_insights_kms_key_id performance_insights_retention_period port publicly_accessible skip_final_snapshot snapshot_identifier storage_encrypted storage_throughput storage_type username vpc_security_group_ids",
  aws_db_parameter_group: "family name name_prefix parameter skip_destroy",
  aws_db_proxy:
    "auth debug_logging default_auth_scheme endpoint_network_type engine_family idle_client_timeout name require_tls role_arn target_connection_network_type vpc_security_group_ids vpc_subnet_ids",
  aws_db_proxy_default_target_group: "connection_pool_config db_proxy_name",
  aws_db_proxy_target: "db_instance_identifier db_proxy_name target_group_name",
  aws_db_subnet_group: "name name_prefix subnet_ids",
  aws_default_network_acl: "default_network_acl_id egress ingress subnet_ids",
  aws_default_route_table: "default_route_table_id propagating_vgws route",
  aws_default_security_group: "egress ingress vpc_id",
  aws_ec2_managed_prefix_list: "address_family entry max_entries name",
  aws_ec2_managed_prefix_list_entry: "cidr prefix_list_id",
  aws_eks_access_entry: "cluster_name kubernetes_groups principal_arn type user_name",
  aws_eks_access_policy_association: "access_scope cluster_name policy_arn principal_arn",
  aws_eks_addon:
    "addon_name addon_version cluster_name configuration_values preserve resolve_conflicts_on_create resolve_conflicts_on_update service_account_role_arn",
  aws_eks_cluster:
    "access_config bootstrap_self_managed_addons compute_config control_plane_scaling_config deletion_protection enabled_cluster_log_types encryption_config force_update_version kubernetes_network_config name remote_network_config role_arn upgrade_policy version vpc_config zonal_shift_config",
  aws_eks_node_group:
    "ami_type capacity_type cluster_name disk_size force_update_version instance_types labels launch_template node_group_name node_group_name_prefix node_repair_config node_role_arn release_version remote_access scaling_config subnet_ids taint update_config version",
  aws_eks_pod_identity_association: "cluster_name disable_session_tags namespace role_arn service_account",
  aws_iam_openid_connect_provider: "client_id_list url",
  aws_iam_policy: "name name_prefix path policy",
  aws_iam_policy_attachment: "groups name policy_arn roles users",
  aws_iam_role:
    "assume_role_policy force_detach_policies inline_policy managed_policy_arns max_session_duration name name_prefix path permissions_boundary",
  aws_iam_role_policy: "name name_prefix policy role",
  aws_iam_role_policy_attachment: "policy_arn role",
  aws_instance:
    "ami associate_public_ip_address availability_zone credit_specification disable_api_termination ebs_optimized iam_instance_profile instance_type launch_template metadata_options monitoring network_interface private_ip root_block_device security_groups subnet_id vpc_security_group_ids",
  aws_internet_gateway: "vpc_id",
  aws_internet_gateway_attachment: "internet_gateway_id vpc_id",
  aws_kms_alias: "name name_prefix target_key_id",
  aws_kms_grant:
    "constraints grant_creation_tokens grantee_principal key_id name operations retire_on_delete retiring_principal",
  aws_kms_key:
    "bypass_policy_lockout_safety_check customer_master_key_spec deletion_window_in_days enable_key_rotation is_enabled key_usage multi_region policy rotation_period_in_days",
  aws_kms_key_policy: "bypass_policy_lockout_safety_check key_id policy",
  aws_lambda_function:
    "architectures dead_letter_config environment ephemeral_storage filename function_name handler kms_key_arn logging_config memory_size package_type publish reserved_concurrent_executions role runtime skip_destroy snap_start source_code_hash timeout tracing_config vpc_config",
  aws_lambda_invocation: "function_name input lifecycle_scope terraform_key triggers",
  aws_lambda_permission:
    "action event_source_token function_name function_url_auth_type principal principal_org_id qualifier source_account source_arn statement_id statement_id_prefix",
  aws_launch_template:
    "block_device_mappings default_version disable_api_termination ebs_optimized instance_type metadata_options monitoring name name_prefix network_interfaces tag_specifications update_default_version vpc_security_group_ids",
  aws_lb:
    "access_logs client_keep_alive connection_logs desync_mitigation_mode dns_record_client_routing_policy drop_invalid_header_fields enable_cross_zone_load_balancing enable_deletion_protection enable_http2 enable_zonal_shift enforce_security_group_inbound_rules_on_private_link_traffic idle_timeout internal ip_address_type load_balancer_type name name_prefix security_groups subnet_mapping subnets",
  aws_lb_listener:
    "alpn_policy certificate_arn default_action load_balancer_arn port protocol routing_http_response_server_enabled routing_http_response_strict_transport_security_header_value ssl_policy tcp_idle_timeout_seconds",
  aws_lb_listener_certificate: "certificate_arn listener_arn",
  aws_lb_listener_rule: "action condition listener_arn priority",
  aws_lb_target_group:
    "connection_termination deregistration_delay health_check ip_address_type load_balancing_algorithm_type name name_prefix port preserve_client_ip protocol protocol_version proxy_protocol_v2 slow_start stickiness target_failover target_health_state target_type vpc_id",
  aws_lb_target_group_attachment: "availability_zone port target_group_arn target_id",
  aws_main_route_table_association: "route_table_id vpc_id",
  aws_nat_gateway: "allocation_id connectivity_type private_ip secondary_allocation_ids subnet_id",
  aws_network_acl: "egress ingress subnet_ids vpc_id",
  aws_network_acl_association: "network_acl_id subnet_id",
  aws_network_acl_rule:
    "cidr_block egress from_port icmp_code icmp_type ipv6_cidr_block network_acl_id protocol rule_action rule_number to_port",
  aws_route:
    "carrier_gateway_id core_network_arn destination_cidr_block destination_ipv6_cidr_block destination_prefix_list_id egress_only_gateway_id gateway_id local_gateway_id nat_gateway_id network_interface_id odb_network_arn route_table_id transit_gateway_id vpc_endpoint_id vpc_peering_connection_id",
  aws_route_table: "propagating_vgws route vpc_id",
  aws_route_table_association: "gateway_id route_table_id subnet_id",
  aws_secretsmanager_secret:
    "force_overwrite_replica_secret kms_key_id name name_prefix policy recovery_window_in_days replica",
  aws_secretsmanager_secret_policy: "block_public_policy policy secret_arn",
  aws_secretsmanager_secret_rotation: "rotate_immediately rotation_lambda_arn rotation_rules secret_id",
  aws_security_group: "egress ingress name name_prefix revoke_rules_on_delete vpc_id",
  aws_security_group_rule:
    "cidr_blocks from_port ipv6_cidr_blocks prefix_list_ids protocol security_group_id self source_security_group_id to_port type",
  aws_subnet:
    "assign_ipv6_address_on_creation availability_zone availability_zone_id cidr_block enable_dns64 enable_resource_name_dns_a_record_on_launch ipv6_cidr_block map_public_ip_on_launch private_dns_hostname_type_on_launch vpc_id",
  aws_vpc:
    "assign_generated_ipv6_cidr_block cidr_block enable_dns_hostnames enable_dns_support enable_network_address_usage_metrics instance_tenancy ipv6_cidr_block",
  aws_vpc_endpoint:
    "auto_accept dns_options ip_address_type policy private_dns_enabled resource_configuration_arn route_table_ids security_group_ids service_name subnet_ids vpc_endpoint_type vpc_id",
  aws_vpc_endpoint_connection_accepter: "vpc_endpoint_id vpc_endpoint_service_id",
  aws_vpc_endpoint_route_table_association: "route_table_id vpc_endpoint_id",
  aws_vpc_endpoint_service:
    "acceptance_required allowed_principals gateway_load_balancer_arns network_load_balancer_arns private_dns_name supported_ip_address_types",
  aws_vpc_ipv4_cidr_block_association: "cidr_block vpc_id",
  aws_vpc_peering_connection: "accepter auto_accept peer_owner_id peer_region peer_vpc_id requester vpc_id",
  aws_vpc_peering_connection_accepter: "accepter auto_accept requester vpc_peering_connection_id",
  aws_vpc_security_group_egress_rule:
    "cidr_ipv4 cidr_ipv6 from_port ip_protocol prefix_list_id referenced_security_group_id security_group_id to_port",
  aws_vpc_security_group_ingress_rule:
    "cidr_ipv4 cidr_ipv6 from_port ip_protocol prefix_list_id referenced_security_group_id security_group_id to_port",
  aws_vpclattice_resource_configuration:
    "allow_association_to_shareable_service_network name port_ranges protocol resource_configuration_definition resource_configuration_group_id resource_gateway_identifier type",
  aws_vpclattice_resource_gateway:
    "ip_address_type ipv4_addresses_per_eni name security_group_ids subnet_ids vpc_id",
  kubernetes_cluster_role_binding_v1: "metadata role_ref subject",
  kubernetes_cluster_role_v1: "aggregation_rule metadata rule",
  kubernetes_config_map_v1: "binary_data data immutable metadata",
  kubernetes_default_service_account_v1: "automount_service_account_token metadata",
  kubernetes_manifest: "manifest wait",
  kubernetes_namespace_v1: "metadata wait_for_default_service_account",
  kubernetes_role_binding_v1: "metadata role_ref subject",
  kubernetes_role_v1: "metadata rule",
  kubernetes_service_account_v1: "automount_service_account_token image_pull_secret metadata secret",
};

/** Arguments of resources that create pods. */
const workload = "metadata spec wait_for_completion wait_for_rollout";

const namesOf = (types: Iterable<readonly [string, string]>): ReadonlyMap<string, ReadonlySet<string>> =>
  new Map([...types].map(([type, names]) => [type, new Set([...harmless, ...names.split(" ")])]));

/**
 * Arguments of types that a model reads.
 *
 * @returns undefined if no model reads the type
 */
export const readArguments = namesOf([
  ...Object.entries(byType),
  ...workloadTypes.map((type) => [type, workload] as const),
]);

/**
 * Known arguments of a type.
 *
 * @returns undefined if another rule judges them, or the type is unknown
 */
export const knownArguments: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ...readArguments,
  ...namesOf(Object.entries(harmlessArguments)),
]);
