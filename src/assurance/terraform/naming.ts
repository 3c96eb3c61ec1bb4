/** How configurations name resources of one kind. A kind is called like the resource type that usually creates it. */
export interface Naming {
  /** Attributes of that type that identify one, in addition to `id`. */
  readonly attributes?: readonly string[];
  /** Argument with its name. @default - none: AWS generates an id, and nothing else identifies it */
  readonly name?: string;
  /** Whether two of them may have the same name, such as security groups in two VPCs. @default false */
  readonly sharesNames?: boolean;
  /** Format of ids that AWS generates, which are not known before apply. */
  readonly id?: RegExp;
  /** Prefix of these ids. */
  readonly beginning?: string;
  /** Other texts that AWS accepts, such as an ARN; the group is its name or id. @default - none */
  readonly forms?: readonly RegExp[];
  /** Attributes of other types that identify one which AWS creates with them, and its name. */
  readonly createdWith?: readonly CreatedWith[];
}

export interface CreatedWith {
  readonly type: string;
  /** All attributes that identify the same resource. */
  readonly attributes: readonly string[];
  /** Its names in AWS. @default - none */
  readonly name?: RegExp;
}

/** The end of an ARN, after its account. */
const arn = (end: string): RegExp => new RegExp(`^arn:[^:]*:[^:]*:[^:]*:[^:]*:${end}$`);

const named = (name: string, ...ends: string[]): Naming => ({
  name,
  attributes: [name, "arn"],
  forms: ends.map(arn),
});

const byId = (prefix: string, more: Naming = {}): Naming => ({
  id: new RegExp(`^${prefix}-[^:/]+$`),
  beginning: `${prefix}-`,
  forms: [arn("[a-z-]+/([^/]+)")],
  ...more,
  attributes: ["arn", ...(more.attributes ?? [])],
});

/**
 * Kinds of resources that others refer to. ARNs are those of the service authorization reference:
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export const namings: Readonly<Record<string, Naming>> = {
  aws_cloudwatch_log_group: named("name", "log-group:([^:]+)(?::\\*)?"),
  aws_db_instance: {
    ...named("identifier", "db:(.+)"),
    attributes: ["identifier", "arn", "resource_id"],
  },
  aws_cloudwatch_event_rule: named("name", "rule/(.+)"),
  aws_db_parameter_group: named("name", "pg:(.+)"),
  aws_db_proxy: { name: "name", attributes: ["name", "arn"] },
  aws_db_subnet_group: named("name", "subgrp:(.+)"),
  aws_ec2_managed_prefix_list: byId("pl"),
  aws_eks_cluster: named("name", "cluster/(.+)"),
  aws_iam_group: named("name", "group/(?:.*/)?([^/]+)"),
  aws_iam_instance_profile: named("name", "instance-profile/(?:.*/)?([^/]+)"),
  aws_iam_openid_connect_provider: { attributes: ["arn"] },
  aws_iam_policy: named("name", "policy/(?:.*/)?([^/]+)"),
  aws_iam_role: named("name", "role/(?:.*/)?([^/]+)"),
  aws_iam_user: named("name", "user/(?:.*/)?([^/]+)"),
  aws_internet_gateway: byId("igw"),
  aws_kms_alias: named("name", "(alias/.+)"),
  aws_kms_key: {
    attributes: ["key_id", "arn"],
    id: /^(mrk-[0-9a-f]+|[0-9a-f]{8}(-[0-9a-f]+){4})$/,
    forms: [arn("key/(.+)")],
  },
  aws_lambda_function: {
    ...named("function_name"),
    attributes: ["function_name", "arn", "qualified_arn", "invoke_arn"],
    forms: [arn("function:([^:]+)(?::[^:]+)?"), /^(?:\d{12}:(?:function:)?)?([^:]+)(?::[^:]+)?$/],
  },
  aws_launch_template: { ...byId("lt"), name: "name", attributes: ["arn", "name"] },
  aws_lb: named("name", "loadbalancer/(?:net|app|gwy)/([^/]+)/[^/]+"),
  aws_lb_listener: { attributes: ["arn"] },
  aws_lb_target_group: named("name", "targetgroup/([^/]+)/[^/]+"),
  aws_nat_gateway: byId("nat"),
  aws_network_acl: byId("acl", {
    createdWith: [{ type: "aws_vpc", attributes: ["default_network_acl_id"] }],
  }),
  aws_route_table: byId("rtb", {
    createdWith: [{ type: "aws_vpc", attributes: ["default_route_table_id", "main_route_table_id"] }],
  }),
  aws_route53_zone: {
    attributes: ["zone_id", "arn"],
    id: /^Z[0-9A-Z]+$/,
    forms: [/^arn:[^:]*:route53:::hostedzone\/(.+)$/],
  },
  aws_s3_bucket: { name: "bucket", attributes: ["bucket", "arn"], forms: [/^arn:[^:]*:s3:::([^/]+)$/] },
  aws_secretsmanager_secret: {
    ...named("name", "secret:(.+)-[A-Za-z0-9]{6}", "secret:(.+)"),
    attributes: ["arn", "name"],
  },
  aws_security_group: byId("sg", {
    name: "name",
    sharesNames: true,
    attributes: ["name"],
    createdWith: [
      { type: "aws_vpc", attributes: ["default_security_group_id"], name: /^default$/ },
      {
        type: "aws_eks_cluster",
        attributes: ["vpc_config.0.cluster_security_group_id"],
        name: /^eks-cluster-sg-/,
      },
    ],
  }),
  aws_sns_topic: named("name", "([^:]+)"),
  aws_sqs_queue: {
    ...named("name", "([^:]+)"),
    attributes: ["name", "arn", "url"],
    forms: [/^https:.*\/([^/]+)$/],
  },
  aws_subnet: byId("subnet"),
  aws_vpc: byId("vpc"),
  aws_vpc_dhcp_options: byId("dopt"),
  aws_vpc_endpoint: byId("vpce"),
  aws_vpc_endpoint_service: byId("vpce-svc", {
    attributes: ["service_name"],
    forms: [arn("vpc-endpoint-service/([^/]+)"), /^com\.amazonaws\.vpce\.[^.]+\.(vpce-svc-[^.]+)$/],
  }),
  aws_vpc_peering_connection: byId("pcx"),
  aws_vpclattice_resource_configuration: byId("rcfg"),
  aws_vpclattice_resource_gateway: byId("rgw"),
};

/**
 * What the attribute `id` equals, by resource type: another attribute, or an argument with the resource's subject. From
 * "Attribute Reference" of the providers' documentation.
 */
export const idOfType: Readonly<Record<string, readonly (string | number)[]>> = {
  aws_cloudwatch_log_group: ["name"],
  aws_db_instance: ["resource_id"],
  aws_db_parameter_group: ["name"],
  aws_db_proxy: ["name"],
  aws_db_proxy_default_target_group: ["db_proxy_name"],
  aws_db_subnet_group: ["name"],
  aws_default_network_acl: ["default_network_acl_id"],
  aws_default_route_table: ["default_route_table_id"],
  aws_eks_cluster: ["name"],
  aws_iam_group: ["name"],
  aws_iam_instance_profile: ["name"],
  aws_iam_openid_connect_provider: ["arn"],
  aws_iam_policy: ["arn"],
  aws_iam_role: ["name"],
  aws_iam_user: ["name"],
  aws_kms_alias: ["name"],
  aws_kms_key: ["key_id"],
  aws_kms_key_policy: ["key_id"],
  aws_lambda_function: ["function_name"],
  aws_lb: ["arn"],
  aws_lb_listener: ["arn"],
  aws_lb_target_group: ["arn"],
  aws_route53_zone: ["zone_id"],
  aws_s3_bucket: ["bucket"],
  aws_secretsmanager_secret: ["arn"],
  aws_secretsmanager_secret_policy: ["secret_arn"],
  aws_secretsmanager_secret_rotation: ["secret_id"],
  aws_sns_topic: ["arn"],
  aws_sqs_queue: ["url"],
  aws_vpc_endpoint_policy: ["vpc_endpoint_id"],
  aws_vpc_peering_connection_accepter: ["vpc_peering_connection_id"],
  kubernetes_namespace: ["metadata", 0, "name"],
  kubernetes_namespace_v1: ["metadata", 0, "name"],
};

/** Resources that stand for a resource of another kind: the kind, and the argument that names it or its owner. */
export const standIns: Readonly<Record<string, StandIn>> = {
  aws_default_security_group: { kind: "aws_security_group", argument: "vpc_id", owner: "aws_vpc" },
  aws_kms_alias: { kind: "aws_kms_key", argument: "target_key_id" },
};

export interface StandIn {
  readonly kind: string;
  readonly argument: string;
  /** Kind that the argument names, if the resource is the one that AWS creates with it. */
  readonly owner?: string;
}

/** The beginning of an attribute's text, as far as it is known before apply. */
export const beginningOf = (type: string, attribute: string): string =>
  attribute === "arn" ? "arn:" : attribute === "id" ? (namings[type]?.beginning ?? "") : "";
