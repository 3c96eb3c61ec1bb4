/** Allowed values by path; undefined allows every value. */
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

/** A quantity of zero requests no interface, but counts as a request for the admission policy. */
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

/** A command: a shell with one of the known scripts. */
const shell = (...scripts: readonly string[]): RegExp =>
  new RegExp(`^(?:/bin/sh|-c|${scripts.map(escaped).join("|")})$`);

const mounted = "cat /mnt/secrets-store/* | sha256sum";
const atStart = "/tmp/credentials-at-start";

/** Known uses of mounted credentials: writing a digest of them, comparing it, and starting the image's own program. */
const scripts = {
  note: `${mounted} > ${atStart}`,
  compare: `${mounted} -c ${atStart}`,
};

/**
 * Metabase's own start, after variables were read from files of the same name. Another rule judges the files and
 * secrets.
 */
const metabase = new RegExp(
  `^(?:/bin/sh|-c|${escaped(`set -e; ${mounted} > ${atStart}`)}(?:; ([A-Za-z_]\\w*)=\\$\\(cat /mnt/secrets-store/\\1\\); export \\1)+; exec /app/run_metabase\\.sh)$`,
);

/**
 * The specification of a pod. Not included: other commands, host aliases, DNS servers and lifecycle hooks, which would
 * change what the configured image does.
 */
export const knownPod: KnownPaths = {
  ...paths(
    "affinity automount_service_account_token enable_service_links image_pull_secrets node_selector priority_class_name restart_policy service_account_name termination_grace_period_seconds toleration topology_spread_constraint host_network host_pid host_ipc init_container",
  ),
  ...paths(
    "container.env container.image container.image_pull_policy container.name container.port container.volume_mount.name container.volume_mount.read_only",
  ),
  // Other rules judge the contents of volumes of these types.
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
  /** In a folder of the image, mounted files would replace its programs and settings. */
  "container.volume_mount.mount_path": /^\/(mnt\/secrets-store|etc\/rds-ca|tmp|plugins)$/,
  "volume.csi.driver": /^secrets-store\.csi\.k8s\.io$/,
  ...probe("liveness_probe"),
  ...probe("readiness_probe"),
  ...probe("startup_probe"),
  // A pod is ready when a load balancer reports it as healthy. No other condition is known to be set.
  "readiness_gate.condition_type": /^target-health\.elbv2\.k8s\.aws\/[a-z0-9-]+$/,
  "container.command": metabase,
  "container.lifecycle.pre_stop.exec.command": /^(\/bin\/)?sleep$|^\d+$/,
  "container.termination_message_policy": anyValue,
  "container.lifecycle.post_start.exec.command": shell(scripts.note),
  "container.liveness_probe.exec.command": shell(scripts.compare),
};

/** Labels and annotations of a pod. Controllers of the VPC act on their annotations. */
export const knownPodMetadata: KnownPaths = paths(
  "labels name generate_name namespace annotations.eks.amazonaws.com/skip-containers annotations.kubectl.kubernetes.io/default-container annotations.reloader.stakater.com annotations.secretproviderclass.reloader.stakater.com/reload annotations.prometheus.io annotations.database/host",
);

/**
 * Metadata of any object. With a missing owner, Kubernetes deletes the object. With another API group, no controller
 * acts on it.
 * https://kubernetes.io/docs/concepts/architecture/garbage-collection/
 */
const manifestOf = (apiVersion: string): KnownPaths => ({
  ...paths(
    "manifest.kind manifest.metadata.name manifest.metadata.namespace manifest.metadata.labels manifest.metadata.annotations wait",
  ),
  "manifest.apiVersion": new RegExp(`^${escaped(apiVersion)}$`),
});

/**
 * Paths in arguments of types in which one path affects credentials, packets or code and another does not. A path
 * includes everything below it. All others are unknown.
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
  /** Contents may be a program or its settings, except for certificates. */
  kubernetes_config_map_v1: {
    ...paths("immutable metadata timeouts"),
    "data.ca.pem": /^(-----BEGIN CERTIFICATE-----[\w+/=\s]+-----END CERTIFICATE-----\s*)+$/,
  },
  /** A default for another resource would apply to every pod: it could request an interface that no policy assigned. */
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
  /** Computed messages and audit annotations may reveal an object's content, such as the values of a secret. */
  "kubernetes_manifest ValidatingAdmissionPolicy": {
    ...manifestOf("admissionregistration.k8s.io/v1"),
    ...paths(
      "manifest.spec.failurePolicy manifest.spec.matchConditions manifest.spec.matchConstraints manifest.spec.validations.expression manifest.spec.validations.message manifest.spec.validations.reason",
    ),
    /**
     * A policy for other API groups could refuse security objects: network policies, or those that assign security
     * groups.
     */
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
  /** With any credentials, the monitoring would send them to the scraped address. */
  "kubernetes_manifest ServiceMonitor": {
    ...manifestOf("monitoring.coreos.com/v1"),
    ...paths(
      "manifest.spec.jobLabel manifest.spec.namespaceSelector.matchNames manifest.spec.selector manifest.spec.endpoints.port manifest.spec.endpoints.path manifest.spec.endpoints.scheme manifest.spec.endpoints.interval manifest.spec.endpoints.scrapeTimeout",
    ),
  },
  /** A binding must not change security groups or assume a role. */
  "kubernetes_manifest TargetGroupBinding": {
    ...manifestOf("elbv2.k8s.aws/v1beta1"),
    ...paths("manifest.spec.targetGroupARN manifest.spec.vpcID manifest.spec.serviceRef"),
    "manifest.spec.targetType": /^ip$/,
    "manifest.spec.ipAddressType": /^ipv4$/,
    "manifest.spec.targetGroupProtocol": /^HTTP$/,
  },
  /** Which application answers for which host name. All other actions, and a second action, are excluded. */
  aws_lb_listener_rule: paths(
    "listener_arn priority action.type action.order action.target_group_arn condition.host_header.values tags",
  ),
  /** An initial statement for each connection would run with the identity of every client. */
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
    /** Neither a database nor its clients can read data of a disabled key. */
    is_enabled: /^true$/,
    bypass_policy_lockout_safety_check: /^false$/,
    customer_master_key_spec: /^SYMMETRIC_DEFAULT$/,
    key_usage: /^ENCRYPT_DECRYPT$/,
    /** A replica of the key in another region has its own policy. */
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
