/**
 * Known parts of Terraform itself: settings, providers and data sources that run and load nothing beyond their
 * declaration. Everything else is unknown, harmless or not.
 */

/** Settings in the block `terraform`. */
export const knownSettings: ReadonlySet<string> = new Set([
  "//",
  "backend",
  "required_providers",
  "required_version",
]);

interface KnownProvider {
  /** Its addresses in Terraform's registry. */
  readonly sources: readonly string[];
  /** The version whose resource types, arguments and defaults are known. */
  readonly version: string;
  /** Arguments of its configuration that are read, or affect neither its place nor its identity. */
  readonly arguments: readonly string[];
}

const official = (name: string): string[] => [
  name,
  `hashicorp/${name}`,
  `registry.terraform.io/hashicorp/${name}`,
];

export const knownProviders: Readonly<Record<string, KnownProvider>> = {
  aws: {
    sources: official("aws"),
    version: "6.25.0",
    arguments: ["alias", "allowed_account_ids", "default_tags", "max_retries", "region", "retry_mode"],
  },
  helm: { sources: official("helm"), version: "3.1.1", arguments: ["kubernetes"] },
  kubernetes: {
    sources: official("kubernetes"),
    version: "2.38.0",
    arguments: ["cluster_ca_certificate", "exec", "host"],
  },
};

/** Settings by which a provider authenticates to a cluster. */
export const clusterLogin: readonly string[] = ["cluster_ca_certificate", "exec", "host"];

/** The only program that a provider may run, with its arguments. */
export const loginCommand = {
  command: "aws",
  arguments: ["api_version", "args", "command"],
  beginning: ["eks", "get-token", "--cluster-name"],
} as const;

/** Data sources that read no secret. Those that run a program, request a URL or read a secret are not listed. */
export const knownDataSources: ReadonlySet<string> = new Set([
  "aws_ami",
  "aws_availability_zones",
  "aws_caller_identity",
  "aws_db_subnet_group",
  "aws_eks_addon_version",
  "aws_eks_cluster",
  "aws_eks_cluster_versions",
  "aws_iam_policy",
  "aws_iam_policy_document",
  "aws_iam_role",
  "aws_kms_alias",
  "aws_kms_key",
  "aws_partition",
  "aws_prefix_list",
  "aws_rds_engine_version",
  "aws_region",
  "aws_route53_zone",
  "aws_route_table",
  "aws_secretsmanager_secret",
  "aws_security_group",
  "aws_security_groups",
  "aws_service_principal",
  "aws_subnet",
  "aws_subnets",
  "aws_vpc",
  "aws_vpc_endpoint",
  "aws_vpc_endpoint_service",
  "aws_vpcs",
  "terraform_remote_state",
]);

/** Backends, with arguments for the place of a state and for its protection. */
export const knownBackends: Readonly<
  Record<string, { readonly place: readonly string[]; readonly keeping: readonly string[] }>
> = {
  local: { place: ["path"], keeping: [] },
  s3: {
    place: ["bucket", "key", "region"],
    keeping: ["dynamodb_table", "encrypt", "kms_key_id", "use_lockfile"],
  },
};

/** Arguments for reading a state. `defaults` is not listed: it would add outputs that no stack writes. */
export const knownStateReading: readonly string[] = ["backend", "config", "workspace"];

/** The workspace of the reading stack. */
export const ownWorkspace = "$" + "{terraform.workspace}";

/** Allowed settings of `lifecycle` for any resource. `action_trigger` runs something. */
export const knownLifecycle: ReadonlySet<string> = new Set([
  "ignore_changes",
  "postcondition",
  "precondition",
  "prevent_destroy",
]);

/** Allowed settings for resources that exist independently. */
export const knownReplacement: ReadonlySet<string> = new Set([
  "create_before_destroy",
  "replace_triggered_by",
]);

/**
 * Types of which two instances may exist at the same time. For all others, destroying the old one last would remove the
 * new one, or nothing would exist in between: a policy of a secret, an attachment, a rule, an association.
 */
export const replaceable: ReadonlySet<string> = new Set([
  "aws_cloudwatch_metric_alarm",
  "aws_db_parameter_group",
  "aws_db_subnet_group",
  "aws_eks_node_group",
  "aws_iam_policy",
  "aws_lambda_invocation",
  "aws_launch_template",
  "aws_lb_target_group",
  "aws_nat_gateway",
  "aws_security_group",
  "aws_subnet",
]);

/** Kinds of manifests that may be replaced: the controller deregisters targets when the object is removed. */
export const replaceableManifests: ReadonlySet<string> = new Set(["TargetGroupBinding"]);

/** Arguments of any resource whose external changes may be ignored. */
export const ignorable: readonly string[] = ["description"];

/**
 * Arguments by type whose external changes may be ignored, because they change at run time or take effect at creation
 * only.
 */
export const ignorableByType: Readonly<Record<string, readonly RegExp[]>> = {
  aws_db_instance: [/^engine_lifecycle_support$/, /^snapshot_identifier$/],
  aws_eks_cluster: [
    /^access_config\[0\]\.bootstrap_cluster_creator_admin_permissions$/,
    /^bootstrap_self_managed_addons$/,
  ],
  aws_eks_node_group: [/^scaling_config\[0\]\.desired_size$/],
  kubernetes_deployment_v1: [
    /^spec\[0\]\.template\[0\]\.metadata\[0\]\.annotations\["(reloader\.stakater\.com\/last-reloaded-from|kubectl\.kubernetes\.io\/restartedAt)"\]$/,
    /^spec\[0\]\.replicas$/,
  ],
};

/**
 * Functions of Terraform whose result depends on their arguments only. Others read files, the time or random values.
 * https://developer.hashicorp.com/terraform/language/functions
 */
export const pureFunctions: ReadonlySet<string> = new Set(
  (
    "abs alltrue anytrue base64decode base64encode base64gzip base64sha256 base64sha512 can ceil chomp chunklist cidrhost " +
    "cidrnetmask cidrsubnet cidrsubnets coalesce coalescelist compact concat contains csvdecode distinct element endswith " +
    "flatten floor format formatdate formatlist indent index issensitive join jsondecode jsonencode keys length log lookup " +
    "lower map matchkeys max md5 merge min nonsensitive one parseint pow range regex regexall replace reverse sensitive " +
    "setintersection setproduct setsubtract setunion sha1 sha256 sha512 signum slice sort split startswith strcontains " +
    "strrev substr sum textdecodebase64 textencodebase64 timeadd timecmp title tobool tolist tomap tonumber toset tostring " +
    "transpose trim trimprefix trimspace trimsuffix try upper urlencode uuidv5 values yamldecode yamlencode zipmap"
  ).split(" "),
);
