import { field } from "../../identity/model/blocks";
import { readKubernetesRights, rightsTypes } from "../../identity/model/kubernetes-rights";
import { Names } from "../../identity/model/names";
import { workloadTypes } from "../../identity/model/pods";
import { isAbsent, isUnknown, type Resource, textOf } from "../../terraform";
import { compliant, type Evidence, type Finding, type Rule, unknown } from "../rule";

/** Families of resources that hold no credentials, hand none or logs out, and run no code with a role. */
const harmless =
  /^(aws_(appautoscaling|cloudwatch(?!_log_(account|deliver|destination|resource|stream|subscription))|default|eip|flow_log|internet_gateway|lb|nat_gateway|network_acl|route|route53|route_table|s3_bucket|security_group|sns_topic|sqs_queue|subnet|vpc|vpclattice)(_|$)|helm_release$)/;

/** All others that the proof reads, or that give nobody more than those do. */
const known = new Set([
  ...workloadTypes,
  ...rightsTypes,
  "aws_db_event_subscription",
  "aws_db_instance",
  "aws_db_parameter_group",
  "aws_db_proxy",
  "aws_db_proxy_default_target_group",
  "aws_db_proxy_target",
  "aws_db_subnet_group",
  "aws_eks_access_entry",
  "aws_eks_access_policy_association",
  "aws_eks_addon",
  "aws_eks_cluster",
  "aws_eks_node_group",
  "aws_eks_pod_identity_association",
  "aws_iam_openid_connect_provider",
  "aws_iam_policy",
  "aws_iam_policy_attachment",
  "aws_iam_role",
  "aws_iam_role_policy",
  "aws_iam_role_policy_attachment",
  "aws_kms_alias",
  "aws_kms_grant",
  "aws_kms_key",
  "aws_kms_key_policy",
  "aws_lambda_function",
  "aws_lambda_function_event_invoke_config",
  "aws_lambda_invocation",
  "aws_lambda_permission",
  "aws_launch_template",
  "aws_secretsmanager_secret",
  "aws_secretsmanager_secret_policy",
  "aws_secretsmanager_secret_rotation",
  "kubernetes_config_map_v1",
  "kubernetes_default_service_account_v1",
  "kubernetes_limit_range_v1",
  "kubernetes_manifest",
  "kubernetes_namespace_v1",
  "kubernetes_network_policy_v1",
  "kubernetes_pod_disruption_budget_v1",
  "kubernetes_resource_quota_v1",
  "kubernetes_service_account_v1",
  "kubernetes_service_v1",
]);

/** Kinds of manifests that are read, or that give nobody anything. */
const knownManifests = ["SecretProviderClass", "SecurityGroupPolicy"];

export const onlyKnownKinds: Rule = {
  name: "Nothing that could hold or hand out credentials is of a kind that the proof does not know",
  threat: "What a proof does not look at, it proves nothing about.",
  check: ({ configuration }: Evidence) => [
    ...configuration.types
      .filter((type) => type !== "aws_instance")
      .map((type) =>
        known.has(type) || harmless.test(type)
          ? compliant(type)
          : unknown(configuration.resources(type)[0]?.address ?? type, `${type} is not modelled`),
      ),
    ...configuration.resources("aws_instance").map(judgeMachine),
    ...configuration.resources("kubernetes_manifest").map(judgeManifest),
    ...readKubernetesRights(configuration, new Names(configuration)).map(({ address, beyond }) =>
      beyond.length === 0 ? compliant(address) : unknown(address, beyond.join("; ")),
    ),
    ...configuration.unread.map(({ reason }) => unknown("configuration", reason)),
  ],
};

/** A machine without a role has no credentials to hand out; one with a role is not modelled. */
function judgeMachine(machine: Resource): Finding {
  const given = ["iam_instance_profile", "launch_template"].filter((name) => !isAbsent(machine.get(name)));
  return given.length === 0
    ? compliant(machine.address)
    : unknown(machine.address, `a machine with ${given.join(" and ")} is not modelled`);
}

function judgeManifest(resource: Resource): Finding {
  const manifest = resource.get("manifest");
  const kind = textOf(field(manifest.kind === "encoded" ? manifest.content : manifest, "kind"));
  return typeof kind === "string" && knownManifests.includes(kind)
    ? compliant(resource.address)
    : unknown(resource.address, `a manifest of kind ${isUnknown(kind) ? kind.reason : kind} is not modelled`);
}
