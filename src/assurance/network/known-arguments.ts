import { isAbsent, isUnknown, listOf, type Resource, textOf, type Value } from "../terraform";
import type { Notes } from "./notes";

/** A region is a matter of every type: where resources are is asked of all of them. */
const common = ["id", "name", "name_prefix", "region", "tags", "tags_all", "timeouts"];

/**
 * Arguments of relays and databases that the model reads, or that change nothing about who connects, of AWS provider
 * 6.25. Any other one, such as one of a later version, is not understood.
 */
const known: Readonly<Record<string, readonly string[]>> = {
  aws_db_instance: [
    ...[
      "allocated_storage",
      "allow_major_version_upgrade",
      "apply_immediately",
      "auto_minor_version_upgrade",
    ],
    ...["availability_zone", "backup_retention_period", "backup_window", "blue_green_update"],
    ...["ca_cert_identifier", "character_set_name", "copy_tags_to_snapshot", "database_insights_mode"],
    ...["db_name", "db_subnet_group_name", "dedicated_log_volume", "delete_automated_backups"],
    ...["deletion_protection", "enabled_cloudwatch_logs_exports", "engine", "engine_lifecycle_support"],
    ...["engine_version", "final_snapshot_identifier", "iam_database_authentication_enabled", "identifier"],
    ...["identifier_prefix", "instance_class", "iops", "kms_key_id", "license_model", "maintenance_window"],
    ...["manage_master_user_password", "master_user_secret_kms_key_id", "max_allocated_storage"],
    ...["monitoring_interval", "monitoring_role_arn", "multi_az", "nchar_character_set_name", "network_type"],
    ...["parameter_group_name", "password", "password_wo", "password_wo_version"],
    ...["performance_insights_enabled", "performance_insights_kms_key_id"],
    ...["performance_insights_retention_period", "port", "publicly_accessible", "replicate_source_db"],
    ...["skip_final_snapshot", "storage_encrypted", "storage_throughput", "storage_type", "timezone"],
    ...["upgrade_storage_config", "username", "vpc_security_group_ids"],
  ],
  aws_db_proxy: [
    ...["auth", "debug_logging", "default_auth_scheme", "engine_family", "idle_client_timeout"],
    ...["require_tls", "role_arn", "vpc_security_group_ids", "vpc_subnet_ids"],
  ],
  aws_db_proxy_target: ["db_instance_identifier", "db_proxy_name", "target_group_name"],
  aws_lb: [
    ...["access_logs", "connection_logs", "dns_record_client_routing_policy"],
    ...["enable_cross_zone_load_balancing", "enable_deletion_protection", "enable_zonal_shift"],
    ...["enforce_security_group_inbound_rules_on_private_link_traffic", "health_check_logs", "idle_timeout"],
    ...["internal", "ip_address_type", "load_balancer_type", "minimum_load_balancer_capacity"],
    ...["secondary_ips_auto_assigned_per_subnet", "security_groups", "subnet_mapping", "subnets"],
  ],
  aws_lb_listener: [
    ...["alpn_policy", "certificate_arn", "default_action", "load_balancer_arn", "mutual_authentication"],
    ...["port", "protocol", "ssl_policy", "tcp_idle_timeout_seconds"],
  ],
  aws_lb_target_group: [
    ...["connection_termination", "deregistration_delay", "health_check", "ip_address_type"],
    ...["load_balancing_algorithm_type", "load_balancing_anomaly_mitigation"],
    ...["load_balancing_cross_zone_enabled", "port", "preserve_client_ip", "protocol", "proxy_protocol_v2"],
    ...["slow_start", "stickiness", "target_failover", "target_group_health", "target_health_state"],
    ...["target_type", "vpc_id"],
  ],
  aws_lb_target_group_attachment: ["availability_zone", "port", "target_group_arn", "target_id"],
  aws_vpc_endpoint: [
    ...["auto_accept", "dns_options", "ip_address_type", "policy", "private_dns_enabled"],
    ...["resource_configuration_arn", "route_table_ids", "security_group_ids", "service_name", "subnet_ids"],
    ...["vpc_endpoint_type", "vpc_id"],
  ],
  aws_vpc_endpoint_service: [
    ...["acceptance_required", "allowed_principals", "network_load_balancer_arns", "private_dns_name"],
    ...["supported_ip_address_types"],
  ],
  aws_vpclattice_resource_configuration: [
    ...["allow_association_to_shareable_service_network", "port_ranges", "protocol"],
    ...["resource_configuration_definition", "resource_gateway_identifier", "type"],
  ],
  aws_vpclattice_resource_gateway: [
    ...["ip_address_type", "ipv4_addresses_per_eni", "security_group_ids", "subnet_ids", "vpc_id"],
  ],
};

/** Types whose arguments are held against the list. */
export const typesWithKnownArguments = Object.keys(known);

/** Arguments that say which versions of IP something speaks. */
const versions = new Set(["ip_address_type", "network_type", "supported_ip_address_types"]);

/** Notes what a relay or a database is told that the model does not know. */
export function noteArguments(resource: Resource, notes: Notes): void {
  const names = new Set([...common, ...(known[resource.type] ?? [])]);
  for (const name of resource.argumentNames) {
    if (isAbsent(resource.get(name))) continue;
    if (!names.has(name)) notes.add(`${resource.address} sets ${name}, which is not modelled`);
    else if (versions.has(name) && !isIpv4(resource.get(name)))
      notes.add(`${resource.address} may speak IPv6, which is not modelled (${name})`);
  }
  const shareable = textOf(resource.get("allow_association_to_shareable_service_network"));
  if (shareable !== undefined && shareable !== "false")
    notes.add(`${resource.address} may be associated with a service network that other accounts share`);
}

function isIpv4(value: Value): boolean {
  const items = value.kind === "list" ? listOf(value) : [value];
  if (items === undefined || isUnknown(items)) return false;
  return items.every((item) => String(textOf(item)).toLowerCase() === "ipv4");
}
