import type { Environment } from "../config/model";

/**
 * Services whose endpoints carry another prefix in China; the rest is `com.amazonaws` there too. A plan must not ask
 * AWS, so the names are written down: those of `aws ec2 describe-vpc-endpoint-services`, as aws-cdk keeps them too
 * (https://github.com/aws/aws-cdk/blob/main/packages/aws-cdk-lib/aws-ec2/lib/vpc-endpoint.ts).
 */
const chinesePrefix = new Set([
  "application-autoscaling",
  "athena",
  "autoscaling",
  "backup",
  "batch",
  "cloudformation",
  "ebs",
  "ec2",
  "ecr.api",
  "ecr.dkr",
  "eks",
  "elasticache",
  "elasticfilesystem",
  "emr-containers",
  "execute-api",
  "fsx",
  "kinesis-streams",
  "lambda",
  "license-manager",
  "monitoring",
  "rds",
  "redshift",
  "redshift-data",
  "s3",
  "sagemaker.api",
  "sagemaker.runtime",
  "securityhub",
  "servicecatalog",
  "sqs",
  "states",
  "sts",
  "sync-states",
  "xray",
]);

/** Full name of an interface endpoint's service: `com.amazonaws.eu-west-1.sts`. */
export function interfaceEndpointService({ partition, region }: Environment, service: string): string {
  const chinese = partition === "aws-cn" && chinesePrefix.has(service);
  return `${chinese ? "cn." : ""}com.amazonaws.${region}.${service}`;
}

/** Full name of a gateway endpoint's service, the same scheme in every partition. */
export const gatewayEndpointService = ({ region }: Environment, service: "s3"): string =>
  `com.amazonaws.${region}.${service}`;
