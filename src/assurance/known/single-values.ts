import type { KnownPaths } from "./nested";

/** Matches no text. */
const never = /^(?!)/;

const refused = (names: string): KnownPaths =>
  Object.fromEntries(names.split(" ").map((name) => [name, never]));

/** Required paths: by default, AWS uses a value outside of those below. */
export const requiredPaths: Readonly<Record<string, readonly string[]>> = {
  aws_eks_cluster: ["bootstrap_self_managed_addons", "vpc_config.endpoint_private_access"],
  aws_eks_node_group: ["ami_type", "instance_types"],
  kubernetes_default_service_account_v1: ["automount_service_account_token"],
  kubernetes_manifest: ["manifest.apiVersion"],
};

/** Allowed values of single paths, for types whose other arguments are known by name only. */
export const knownValues: Readonly<Record<string, KnownPaths>> = {
  /** Custom widgets invoke functions when a person views them. */
  aws_cloudwatch_dashboard: {
    dashboard_body: never,
    "dashboard_body.widgets.type": /^(alarm|explorer|log|metric|text)$/,
  },
  aws_db_instance: {
    engine: /^postgres$/,
    ca_cert_identifier: /^rds-ca-(rsa2048|rsa4096|ecc384)-g1$/,
    backup_target: /^region$/,
  },
  aws_eks_cluster: {
    "kubernetes_network_config.elastic_load_balancing.enabled": /^false$/,
    bootstrap_self_managed_addons: /^false$/,
    "kubernetes_network_config.ip_family": /^ipv4$/,
    "vpc_config.endpoint_private_access": /^true$/,
  },
  aws_eks_node_group: {
    /** Images of Bottlerocket keep containers on a second disk, which no launch template of the project encrypts. */
    ami_type: /^AL2023_/,
    /** Instances of the t family have no branch network interfaces. */
    instance_types: /^(?!t\d)/,
  },
  aws_launch_template: {
    instance_type: /^(?!t\d)/,
    "metadata_options.http_protocol_ipv6": /^disabled$/,
    /** No rule judges the content of a snapshot for a disk. */
    ...refused(
      "block_device_mappings.ebs.snapshot_id block_device_mappings.no_device block_device_mappings.virtual_name",
    ),
    /** No model reads an interface that exists already, another subnet, or addresses of a carrier or IPv6. */
    ...refused(
      "network_interfaces.network_interface_id network_interfaces.subnet_id network_interfaces.associate_carrier_ip_address",
    ),
    ...refused(
      "network_interfaces.ipv6_address_count network_interfaces.ipv6_addresses network_interfaces.ipv6_prefix_count network_interfaces.ipv6_prefixes network_interfaces.primary_ipv6",
    ),
  },
  /**
   * TLS would decrypt a database's connections at the load balancer. UDP and TCP_UDP forward packets that are not
   * judged.
   */
  aws_lb_listener: { protocol: /^(HTTPS?|TCP)$/ },
  /** PostgreSQL does not support the proxy protocol. */
  aws_lb_target_group: { proxy_protocol_v2: /^false$/ },
};
