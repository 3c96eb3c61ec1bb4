/** Values that a path may have; every value where none are told. */
export type KnownPaths = Readonly<Record<string, RegExp | undefined>>;

export const anyValue = undefined;
export const paths = (names: string): KnownPaths =>
  Object.fromEntries(names.split(/\s+/).map((name) => [name, anyValue]));

const probe = (name: string): KnownPaths =>
  paths(
    ["failure_threshold", "http_get.path", "http_get.port", "http_get.scheme", "initial_delay_seconds"]
      .concat(["period_seconds", "success_threshold", "tcp_socket.port", "timeout_seconds"])
      .map((path) => `container.${name}.${path}`)
      .join(" "),
  );

/** A quantity of none asks for no interface, and is one to the policy that refuses pods without it. */
const requests: KnownPaths = Object.fromEntries(
  ["limits", "requests"].flatMap((bound) => [
    ...["cpu", "memory", "ephemeral-storage"].map((name) => [
      `container.resources.${bound}.${name}`,
      anyValue,
    ]),
    [`container.resources.${bound}.vpc.amazonaws.com/pod-eni`, /^1$/],
  ]),
);

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");

/** Words of a command: a shell, and one of the scripts of which the proof knows what they do. */
const shell = (...scripts: readonly string[]): RegExp =>
  new RegExp(`^(?:/bin/sh|-c|${scripts.map(escaped).join("|")})$`);

const mounted = "cat /mnt/secrets-store/* | sha256sum";
const atStart = "/tmp/credentials-at-start";

/** What goes on with mounted credentials: a digest of them is noted, compared, and the image's own program is started. */
const scripts = {
  note: `${mounted} > ${atStart}`,
  compare: `${mounted} -c ${atStart}`,
};

/**
 * Metabase's own start, after variables were made of files that bear their names. Which these are, and of which secrets,
 * another rule judges.
 */
const metabase = new RegExp(
  `^(?:/bin/sh|-c|${escaped(`set -e; ${mounted} > ${atStart}`)}(?:; ([A-Za-z_]\\w*)=\\$\\(cat /mnt/secrets-store/\\1\\); export \\1)+; exec /app/run_metabase\\.sh)$`,
);

/**
 * The specification of a pod. Another command, an address for a name, a server for names or a hook is none of it: with one
 * of them the image that config names does something else.
 */
export const knownPod: KnownPaths = {
  ...paths(
    "affinity automount_service_account_token enable_service_links image_pull_secrets node_selector priority_class_name restart_policy service_account_name termination_grace_period_seconds toleration topology_spread_constraint host_network host_pid host_ipc init_container",
  ),
  ...paths(
    "container.env container.image container.image_pull_policy container.name container.port container.volume_mount.name container.volume_mount.read_only",
  ),
  // What is in volumes of these kinds, other rules judge.
  ...paths(
    "volume.name volume.config_map.name volume.csi.read_only volume.csi.volume_attributes.secretProviderClass volume.empty_dir volume.host_path volume.persistent_volume_claim volume.projected volume.secret",
  ),
  ...paths(
    "security_context.fs_group security_context.fs_group_change_policy security_context.run_as_group security_context.run_as_non_root security_context.run_as_user security_context.seccomp_profile",
  ),
  ...paths(
    "container.security_context.allow_privilege_escalation container.security_context.capabilities container.security_context.privileged container.security_context.read_only_root_filesystem container.security_context.run_as_group container.security_context.run_as_non_root container.security_context.run_as_user container.security_context.seccomp_profile",
  ),
  ...requests,
  /** Over a folder of the image, files would take the place of its programs and settings. */
  "container.volume_mount.mount_path": /^\/(mnt\/secrets-store|etc\/rds-ca|tmp|plugins)$/,
  "volume.csi.driver": /^secrets-store\.csi\.k8s\.io$/,
  ...probe("liveness_probe"),
  ...probe("readiness_probe"),
  ...probe("startup_probe"),
  // Pods are ready when a load balancer finds them healthy. No other condition is known to come.
  "readiness_gate.condition_type": /^target-health\.elbv2\.k8s\.aws\/[a-z0-9-]+$/,
  "container.command": metabase,
  "container.lifecycle.pre_stop.exec.command": /^(\/bin\/)?sleep$|^\d+$/,
  "container.termination_message_policy": anyValue,
  "container.lifecycle.post_start.exec.command": shell(scripts.note),
  "container.liveness_probe.exec.command": shell(scripts.compare),
};

/** The labels and annotations of a pod. The VPC's controllers take orders from annotations of theirs. */
export const knownPodMetadata: KnownPaths = paths(
  "labels name generate_name namespace annotations.eks.amazonaws.com/skip-containers annotations.kubectl.kubernetes.io/default-container annotations.reloader.stakater.com annotations.secretproviderclass.reloader.stakater.com/reload annotations.prometheus.io annotations.database/host",
);

/**
 * What any object says of itself. With an owner that is not there, Kubernetes deletes it. Of another group, an object has
 * the same kind and nothing acts on it.
 * https://kubernetes.io/docs/concepts/architecture/garbage-collection/
 */
const manifestOf = (apiVersion: string): KnownPaths => ({
  ...paths(
    "manifest.kind manifest.metadata.name manifest.metadata.namespace manifest.metadata.labels manifest.metadata.annotations wait",
  ),
  "manifest.apiVersion": new RegExp(`^${escaped(apiVersion)}$`),
});

/**
 * What stands below the arguments of types in which one path decides about credentials, packets or code and another does
 * not. A path stands for all below it. What is not listed is UNKNOWN.
 */
export const knownNested: Readonly<Record<string, KnownPaths>> = {
  kubernetes_service_v1: {
    ...paths("metadata timeouts wait_for_load_balancer spec.port spec.selector spec.session_affinity"),
    "spec.type": /^ClusterIP$/,
    "spec.cluster_ip": /^None$/,
  },
  kubernetes_service_account_v1: paths(
    "automount_service_account_token metadata.labels metadata.name metadata.namespace metadata.annotations.eks.amazonaws.com/role-arn metadata.annotations.eks.amazonaws.com/sts-regional-endpoints metadata.annotations.eks.amazonaws.com/token-expiration metadata.annotations.kubernetes.io/description timeouts",
  ),
  /** What is in one may be a program or its settings: certificates are neither. */
  kubernetes_config_map_v1: {
    ...paths("immutable metadata timeouts"),
    "data.ca.pem": /^(-----BEGIN CERTIFICATE-----[\w+/=\s]+-----END CERTIFICATE-----\s*)+$/,
  },
  /** The default of another resource would be in every pod: it could stand for an interface that no policy gave. */
  kubernetes_limit_range_v1: paths(
    "metadata timeouts spec.limit.type"
      .split(" ")
      .concat(
        ["default", "default_request", "min", "max", "max_limit_request_ratio"].flatMap((bound) =>
          ["cpu", "memory", "ephemeral-storage"].map((resource) => `spec.limit.${bound}.${resource}`),
        ),
      )
      .join(" "),
  ),
  kubernetes_resource_quota_v1: {
    ...paths("metadata timeouts spec"),
    "spec.hard.services.loadbalancers": /^0$/,
    "spec.hard.services.nodeports": /^0$/,
  },
  "kubernetes_manifest SecretProviderClass": {
    ...manifestOf("secrets-store.csi.x-k8s.io/v1"),
    ...paths("manifest.spec.parameters.region"),
    ...paths(
      "manifest.spec.parameters.objects.objectName manifest.spec.parameters.objects.objectAlias manifest.spec.parameters.objects.jmesPath manifest.spec.secretObjects.data manifest.spec.secretObjects.secretName",
    ),
    "manifest.spec.provider": /^aws$/,
    "manifest.spec.parameters.objects.objectType": /^secretsmanager$/,
    "manifest.spec.secretObjects.type": /^Opaque$/,
  },
  /** Messages that are computed and notes for the audit log may tell what an object holds, such as the values of a secret. */
  "kubernetes_manifest ValidatingAdmissionPolicy": {
    ...manifestOf("admissionregistration.k8s.io/v1"),
    ...paths(
      "manifest.spec.failurePolicy manifest.spec.matchConditions manifest.spec.matchConstraints manifest.spec.validations.expression manifest.spec.validations.message manifest.spec.validations.reason",
    ),
    /** A policy that refuses objects of other groups may refuse a guard: those that enforce network policies, or give groups. */
    "manifest.spec.matchConstraints.resourceRules.apiGroups":
      /^(|apiextensions\.k8s\.io|apps|batch|coordination\.k8s\.io|elbv2\.k8s\.aws)$/,
  },
  "kubernetes_manifest ValidatingAdmissionPolicyBinding": {
    ...manifestOf("admissionregistration.k8s.io/v1"),
    ...paths("manifest.spec.matchResources manifest.spec.policyName manifest.spec.validationActions"),
  },
  "kubernetes_manifest SecurityGroupPolicy": {
    ...manifestOf("vpcresources.k8s.aws/v1beta1"),
    ...paths("manifest.spec"),
  },
  "kubernetes_manifest PrometheusRule": {
    ...manifestOf("monitoring.coreos.com/v1"),
    ...paths("manifest.spec"),
  },
  /** With credentials of any kind, the monitoring would send them to whatever answers. */
  "kubernetes_manifest ServiceMonitor": {
    ...manifestOf("monitoring.coreos.com/v1"),
    ...paths(
      "manifest.spec.jobLabel manifest.spec.namespaceSelector.matchNames manifest.spec.selector manifest.spec.endpoints.port manifest.spec.endpoints.path manifest.spec.endpoints.scheme manifest.spec.endpoints.interval manifest.spec.endpoints.scrapeTimeout",
    ),
  },
  /** Groups to open and a role to take are what a binding may not ask for. */
  "kubernetes_manifest TargetGroupBinding": {
    ...manifestOf("elbv2.k8s.aws/v1beta1"),
    ...paths("manifest.spec.targetGroupARN manifest.spec.vpcID manifest.spec.serviceRef"),
    "manifest.spec.targetType": /^ip$/,
    "manifest.spec.ipAddressType": /^ipv4$/,
    "manifest.spec.targetGroupProtocol": /^HTTP$/,
  },
  /** Which application answers to which name. Every other action, and a part of one beside the first, is none of it. */
  aws_lb_listener_rule: paths(
    "listener_arn priority action.type action.order action.target_group_arn condition.host_header.values tags",
  ),
  /** With a statement for each new connection, its author acts as every client. */
  aws_db_proxy_default_target_group: paths(
    "db_proxy_name connection_pool_config.connection_borrow_timeout connection_pool_config.max_connections_percent connection_pool_config.max_idle_connections_percent timeouts",
  ),
  aws_cloudwatch_event_rule: paths(
    "description event_pattern name name_prefix schedule_expression tags force_destroy",
  ),
  aws_cloudwatch_event_target: paths("arn input retry_policy rule target_id dead_letter_config"),
  kubernetes_default_service_account_v1: {
    ...paths("metadata.labels metadata.name metadata.namespace"),
    automount_service_account_token: /^false$/,
  },
  aws_kms_key: {
    ...paths(
      "deletion_window_in_days description enable_key_rotation policy rotation_period_in_days tags timeouts",
    ),
    /** Neither a database nor its clients can read what a disabled key encrypts. */
    is_enabled: /^true$/,
    bypass_policy_lockout_safety_check: /^false$/,
    customer_master_key_spec: /^SYMMETRIC_DEFAULT$/,
    key_usage: /^ENCRYPT_DECRYPT$/,
    /** The same key in another region has a policy of its own. */
    multi_region: /^false$/,
  },
  aws_eks_addon: {
    ...paths("addon_version cluster_name preserve service_account_role_arn tags timeouts"),
    addon_name: /^(coredns|kube-proxy|vpc-cni)$/,
    resolve_conflicts_on_create: /^OVERWRITE$/,
    resolve_conflicts_on_update: /^OVERWRITE$/,
    "configuration_values.mode": /^iptables$/,
    "configuration_values.enableNetworkPolicy": /^true$/,
    "configuration_values.env.ENABLE_POD_ENI": /^true$/,
    "configuration_values.env.POD_SECURITY_GROUP_ENFORCING_MODE": /^strict$/,
    "configuration_values.env.ENABLE_PREFIX_DELEGATION": anyValue,
    "configuration_values.env.WARM_PREFIX_TARGET": anyValue,
    "configuration_values.env.WARM_IP_TARGET": anyValue,
    "configuration_values.env.MINIMUM_IP_TARGET": anyValue,
    "configuration_values.init.env.DISABLE_TCP_EARLY_DEMUX": /^true$/,
    "configuration_values.replicaCount": anyValue,
    "configuration_values.resources": anyValue,
    "configuration_values.affinity": anyValue,
    "configuration_values.autoScaling": anyValue,
    "configuration_values.nodeSelector": anyValue,
    "configuration_values.podDisruptionBudget": anyValue,
    "configuration_values.topologySpreadConstraints": anyValue,
    "configuration_values.tolerations": anyValue,
  },
};

/** Nothing that is written out. */
const never = /^(?!)/;

/** Paths that have to be there, since without them AWS takes a value that is none of those below. */
export const requiredPaths: Readonly<Record<string, readonly string[]>> = {
  aws_eks_cluster: ["bootstrap_self_managed_addons", "vpc_config.endpoint_private_access"],
  aws_eks_node_group: ["ami_type", "instance_types"],
  kubernetes_manifest: ["manifest.apiVersion"],
};

/** Values that single paths may have, of types whose other arguments are known by their names alone. */
export const knownValues: Readonly<Record<string, KnownPaths>> = {
  /** A widget of another type calls functions when a person looks at it. */
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
    ami_type: /^(AL2023|BOTTLEROCKET)_/,
    /** Machines of the family t have no interfaces for pods. */
    instance_types: /^(?!t\d)/,
  },
  aws_launch_template: {
    instance_type: /^(?!t\d)/,
    "metadata_options.http_protocol_ipv6": /^disabled$/,
    /** What is on a disk that a snapshot is made of, no rule looks at. */
    "block_device_mappings.ebs.snapshot_id": never,
  },
  /** TLS would decrypt a database's connections at the load balancer. UDP and TCP_UDP forward packets that are not judged. */
  aws_lb_listener: { protocol: /^(HTTPS?|TCP)$/ },
  /** PostgreSQL does not speak the protocol in which a load balancer would tell of its clients. */
  aws_lb_target_group: { proxy_protocol_v2: /^false$/ },
};
