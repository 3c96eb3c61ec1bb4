import type { Configuration } from "../terraform";
import { workloadTypes } from "./kubernetes";
import type { Notes } from "./notes";

/** Types that this model reads. */
const modelled = new Set([
  ...workloadTypes,
  "aws_db_instance",
  "aws_db_proxy",
  "aws_db_proxy_target",
  "aws_db_subnet_group",
  "aws_default_network_acl",
  "aws_default_route_table",
  "aws_default_security_group",
  "aws_ec2_managed_prefix_list",
  "aws_ec2_managed_prefix_list_entry",
  "aws_eks_addon",
  "aws_eks_cluster",
  "aws_eks_node_group",
  "aws_instance",
  "aws_internet_gateway",
  "aws_internet_gateway_attachment",
  "aws_lambda_function",
  "aws_launch_template",
  "aws_lb",
  "aws_lb_listener",
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
  "kubernetes_manifest",
]);

/**
 * Types through which no packet gets to a database: identities, keys, records, names. Services and ingresses lead to
 * pods, and pods are sources already; charts install pods, which without a policy are their nodes.
 */
const irrelevant: readonly RegExp[] = [
  /^aws_(iam|kms|cloudwatch|sns|sqs|s3|secretsmanager|ssm|route53|ecr|dynamodb|backup|budgets|config|accessanalyzer)_/,
  /^aws_(sqs_queue|sns_topic|s3_bucket|flow_log|eip|kms_key|dynamodb_table)$/,
  /^aws_db_(event_subscription|instance_role_association|option_group|parameter_group|proxy_default_target_group|snapshot)$/,
  /^aws_eks_(access_entry|access_policy_association|identity_provider_config|pod_identity_association)$/,
  /^aws_lambda_(alias|code_signing_config|event_source_mapping|function_event_invoke_config|invocation|layer_version|permission)$/,
  /^aws_(vpc_dhcp_options|vpc_dhcp_options_association|vpc_peering_connection_options)$/,
  /^aws_vpc_endpoint_(policy|service_allowed_principal|connection_notification|private_dns)$/,
  /^aws_(ram|schemas|service_discovery|resourcegroups|scheduler)_/,
  /^kubernetes_(annotations|config_map|config_map_v1|labels|limit_range|limit_range_v1|namespace|namespace_v1)$/,
  /^kubernetes_(network_policy|network_policy_v1|pod_disruption_budget|pod_disruption_budget_v1|priority_class|priority_class_v1)$/,
  /^kubernetes_(horizontal_pod_autoscaler(_v\d)?|ingress|ingress_v1|service|service_v1|storage_class|storage_class_v1)$/,
  /^kubernetes_(persistent_volume|persistent_volume_claim|persistent_volume_claim_v1|persistent_volume_v1)$/,
  /^kubernetes_(resource_quota|resource_quota_v1|secret|secret_v1)$/,
  /^kubernetes_((cluster_)?role(_binding)?(_v1)?|(default_)?service_account(_v1)?)$/,
  /^helm_release$/,
  /^terraform_data$/,
];

/** Notes every type that is neither modelled nor known to carry no packets. */
export function noteUnmodelled(configuration: Configuration, notes: Notes): void {
  for (const type of configuration.types)
    if (!modelled.has(type) && !irrelevant.some((pattern) => pattern.test(type)))
      for (const { address } of configuration.resources(type))
        notes.add(`${address} may carry packets; its type is not modelled`);
  for (const type of modelled)
    for (const resource of configuration.resources(type)) {
      if (resource.repetition) notes.add(resource.repetition.reason);
      if (resource.provider !== undefined)
        notes.add(
          `${resource.address} is managed through ${resource.provider}, perhaps in another account or region`,
        );
    }
  for (const { reason } of configuration.unread) notes.add(reason);
}
