// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform writes templates so

import type { Attributes, Family } from "../mutant";

/** Ids, ARNs and names that no stack of an environment declares: those of another environment of the account. */
const balancing = "arn:aws:elasticloadbalancing:eu-west-1:111122223333";
const elsewhere = {
  balancer: `${balancing}:loadbalancer/net/prod/0123456789abcdef`,
  listener: `${balancing}:listener/app/prod/0123456789abcdef/0123456789abcdef`,
  targetGroup: `${balancing}:targetgroup/prod/0123456789abcdef`,
  vpc: "vpc-0123456789abcdef0",
  endpoint: "vpce-0123456789abcdef0",
  service: "vpce-svc-0123456789abcdef0",
  cluster: "prod",
  function: "prod-database-credentials",
  topic: "arn:aws:sns:eu-west-1:111122223333:prod-events",
  queue: "https://sqs.eu-west-1.amazonaws.com/111122223333/prod",
};
const admin = "arn:aws:iam::111122223333:role/platform";
const overTls = JSON.stringify({
  Version: "2012-10-17",
  Statement: {
    Effect: "Deny",
    Principal: "*",
    Action: "*",
    Resource: "*",
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  },
});

/** What would be in order, did it belong to this environment. */
const attachments: readonly [type: string, stack: string, attributes: Attributes][] = [
  ["aws_db_proxy_target", "database", { db_proxy_name: "prod", db_instance_identifier: "prod-shared" }],
  ["aws_db_proxy_default_target_group", "database", { db_proxy_name: "prod" }],
  [
    "aws_ec2_managed_prefix_list_entry",
    "network",
    { prefix_list_id: "pl-0123456789abcdef0", cidr: "10.0.0.0/8" },
  ],
  ["aws_eks_access_entry", "cluster", { cluster_name: elsewhere.cluster, principal_arn: admin }],
  [
    "aws_eks_access_policy_association",
    "cluster",
    {
      cluster_name: elsewhere.cluster,
      principal_arn: admin,
      policy_arn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
      access_scope: { type: "cluster" },
    },
  ],
  ["aws_eks_addon", "cluster", { cluster_name: elsewhere.cluster, addon_name: "coredns" }],
  [
    "aws_lambda_function_event_invoke_config",
    "database",
    { function_name: elsewhere.function, maximum_retry_attempts: 0 },
  ],
  [
    "aws_lambda_permission",
    "database",
    {
      function_name: elsewhere.function,
      action: "lambda:InvokeFunction",
      principal: "secretsmanager.amazonaws.com",
      source_account: "111122223333",
    },
  ],
  ["aws_lb_listener", "org-acme", { load_balancer_arn: elsewhere.balancer, port: 5432, protocol: "TCP" }],
  [
    "aws_lb_listener_certificate",
    "org-acme",
    { listener_arn: elsewhere.listener, certificate_arn: "arn:aws:acm:eu-west-1:111122223333:certificate/x" },
  ],
  [
    "aws_lb_target_group",
    "database",
    { name: "x", port: 5432, protocol: "TCP", target_type: "ip", vpc_id: elsewhere.vpc },
  ],
  [
    "aws_lb_target_group_attachment",
    "database",
    { target_group_arn: elsewhere.targetGroup, target_id: "10.0.4.10", port: 5432 },
  ],
  ["aws_route53_zone", "network", { name: "registry.example.com", vpc: { vpc_id: elsewhere.vpc } }],
  ["aws_sns_topic_policy", "database", { arn: elsewhere.topic, policy: overTls }],
  ["aws_sqs_queue_policy", "database", { queue_url: elsewhere.queue, policy: overTls }],
  [
    "aws_sqs_queue_redrive_allow_policy",
    "database",
    { queue_url: elsewhere.queue, redrive_allow_policy: JSON.stringify({ redrivePermission: "denyAll" }) },
  ],
  [
    "aws_vpc_endpoint_private_dns",
    "network",
    { vpc_endpoint_id: elsewhere.endpoint, private_dns_enabled: true },
  ],
  [
    "aws_vpc_endpoint_service_allowed_principal",
    "database",
    { vpc_endpoint_service_id: elsewhere.service, principal_arn: admin },
  ],
  [
    "aws_vpc_peering_connection_options",
    "network",
    {
      vpc_peering_connection_id: "pcx-0123456789abcdef0",
      requester: { allow_remote_vpc_dns_resolution: true },
    },
  ],
  [
    "aws_wafv2_web_acl_association",
    "org-acme",
    {
      resource_arn: elsewhere.balancer,
      web_acl_arn: "arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/people/1234abcd",
    },
  ],
];

/** A stack changes what belongs to another environment, whose own proof does not read it. */
export const attachedElsewhere: Family = {
  name: "something is attached to what no stack declares",
  mutants: () =>
    attachments.map(([type, stack, attributes]) => ({
      object: type,
      change: (copy) => copy.add(stack, type, "mutant", attributes),
      named: [`${type}.mutant`],
    })),
};
