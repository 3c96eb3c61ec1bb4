import { type Configuration, isAbsent, keyOf, type Resource } from "../../terraform";
import { compliantOne, type Evidence, type Finding, type Rule, unknown } from "../rule";

/**
 * Types that change another resource, with the argument that names it and the resource's type. Types of which another
 * question asks the same are not listed.
 */
const owners: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  aws_db_proxy_default_target_group: { db_proxy_name: "aws_db_proxy" },
  aws_db_proxy_target: { db_proxy_name: "aws_db_proxy", db_instance_identifier: "aws_db_instance" },
  aws_ec2_managed_prefix_list_entry: { prefix_list_id: "aws_ec2_managed_prefix_list" },
  aws_eks_access_entry: { cluster_name: "aws_eks_cluster" },
  aws_eks_access_policy_association: { cluster_name: "aws_eks_cluster" },
  aws_eks_addon: { cluster_name: "aws_eks_cluster" },
  aws_eks_pod_identity_association: { cluster_name: "aws_eks_cluster" },
  aws_lambda_function_event_invoke_config: { function_name: "aws_lambda_function" },
  aws_lambda_permission: { function_name: "aws_lambda_function" },
  aws_lb_listener: { load_balancer_arn: "aws_lb" },
  aws_lb_listener_certificate: { listener_arn: "aws_lb_listener" },
  aws_lb_target_group: { vpc_id: "aws_vpc" },
  aws_lb_target_group_attachment: { target_group_arn: "aws_lb_target_group" },
  aws_route53_zone_association: { vpc_id: "aws_vpc" },
  aws_sns_topic_policy: { arn: "aws_sns_topic" },
  aws_sns_topic_subscription: { topic_arn: "aws_sns_topic" },
  aws_sqs_queue_policy: { queue_url: "aws_sqs_queue" },
  aws_sqs_queue_redrive_allow_policy: { queue_url: "aws_sqs_queue" },
  aws_sqs_queue_redrive_policy: { queue_url: "aws_sqs_queue" },
  aws_vpc_endpoint: { vpc_id: "aws_vpc" },
  aws_vpc_endpoint_connection_notification: {
    vpc_endpoint_id: "aws_vpc_endpoint",
    vpc_endpoint_service_id: "aws_vpc_endpoint_service",
  },
  aws_vpc_endpoint_policy: { vpc_endpoint_id: "aws_vpc_endpoint" },
  aws_vpc_endpoint_private_dns: { vpc_endpoint_id: "aws_vpc_endpoint" },
  aws_vpc_endpoint_service_allowed_principal: { vpc_endpoint_service_id: "aws_vpc_endpoint_service" },
  aws_vpc_peering_connection_options: { vpc_peering_connection_id: "aws_vpc_peering_connection" },
  aws_vpclattice_resource_configuration: { resource_gateway_identifier: "aws_vpclattice_resource_gateway" },
  aws_vpclattice_resource_gateway: { vpc_id: "aws_vpc" },
  aws_wafv2_web_acl_association: { resource_arn: "aws_lb" },
};

export const attachmentsDeclared: Rule = {
  id: "attachments-declared",
  threat:
    "A stack could change a resource of another environment, or open a path through a resource that no stack declares: no " +
    "proof would judge it.",
  mayBeAnswered: true,
  check: ({ configuration }: Evidence): readonly Finding[] =>
    Object.entries(owners).flatMap(([type, named]) =>
      configuration.resources(type).map((one) => judge(one, named, configuration)),
    ),
};

function judge(
  one: Resource,
  named: Readonly<Record<string, string>>,
  configuration: Configuration,
): Finding {
  const found = Object.entries(named).find(([argument, type]) =>
    isUndeclared(one, argument, type, configuration),
  );
  if (!found) return compliantOne(one);
  const [argument, type] = found;
  const name = keyOf(one.get(argument));
  return unknown(one.address, `its ${argument} names ${name}, which is no ${type} of the configuration`);
}

/** An id, an ARN or a name that no stack declares may be one of another environment. */
function isUndeclared(one: Resource, argument: string, type: string, configuration: Configuration): boolean {
  const value = one.get(argument);
  return !isAbsent(value) && ["none", "unknown"].includes(configuration.named(type, value).answer);
}
