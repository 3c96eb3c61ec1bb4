/**
 * Types of which another one does not take the place: data, keys and values are gone with them, or what others know them by.
 * A stack that no plan may destroy refuses for each of them, and one without any of them for something else.
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
