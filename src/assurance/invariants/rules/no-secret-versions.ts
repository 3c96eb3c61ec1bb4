import { compliant, forEachStack, type Rule, violated } from "../rule";

/** Types whose values are secrets, and are stored in the state. */
const kinds = [
  "aws_eks_cluster_auth",
  "aws_kms_ciphertext",
  "aws_kms_secrets",
  "aws_iam_access_key",
  "aws_iam_service_specific_credential",
  "aws_iam_user_login_profile",
  "aws_secretsmanager_random_password",
  "aws_secretsmanager_secret_version",
  "aws_ssm_parameter",
  "aws_ssm_parameters_by_path",
  "kubernetes_secret",
  "kubernetes_secret_v1",
  "kubernetes_secret_v1_data",
  "kubernetes_token_request_v1",
  "random_bytes",
  "random_id",
  "random_password",
  "random_string",
  "tls_private_key",
];

export const noSecretVersions: Rule = {
  id: "no-secret-versions",
  threat:
    "A value in a resource or data source is in the state, where every reader of the state can read it.",
  check: forEachStack(({ name, resources }) => {
    const held = resources.filter(({ type }) => kinds.includes(type)).map(({ address }) => address);
    return [held.length === 0 ? compliant(name) : violated(name, held.join(", "))];
  }),
};
