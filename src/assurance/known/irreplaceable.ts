/**
 * Types whose replacement loses data, keys or values, or an identity that others know. In a protected stack each of
 * them refuses destruction; a stack without any of them refuses by another resource.
 */
export const irreplaceable: ReadonlySet<string> = new Set([
  "aws_db_instance",
  "aws_eip",
  "aws_eks_cluster",
  "aws_kms_key",
  "aws_lb",
  "aws_s3_bucket",
  "aws_secretsmanager_secret",
  "aws_vpc",
  "aws_vpc_endpoint_service",
  "kubernetes_namespace_v1",
]);
