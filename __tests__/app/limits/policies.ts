import { policiesIn } from "../../support/policies";
import type { Synthesized } from "../../support/synthesize";

/** Most characters of a policy, by what takes it. */
export const policySizes: Readonly<Record<string, { readonly most: number; readonly source: string }>> = {
  "aws_iam_role.assume_role_policy": {
    most: 2048, // by default
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html",
  },
  "aws_iam_role_policy.policy": {
    most: 10240,
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html",
  },
  "aws_kms_key.policy": {
    most: 32 * 1024,
    source: "https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html",
  },
  "aws_s3_bucket_policy.policy": {
    most: 20 * 1024,
    source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html",
  },
  "aws_secretsmanager_secret_policy.policy": {
    most: 20 * 1024,
    source: "https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html",
  },
  "aws_sns_topic.policy": {
    most: 30 * 1024,
    source: "https://docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html",
  },
  "aws_sqs_queue.policy": {
    most: 8192,
    source: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html",
  },
  "aws_vpc_endpoint.policy": {
    most: 20480,
    source: "https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-limits-endpoints.html",
  },
};

/** What Terraform puts in for a reference. The longest is the ARN of a secret, of which 160 characters are enough. */
const filledIn = (text: string): string => text.replace(/\$\{[^}]*\}/g, "x".repeat(160));

/** Every policy of a stack, what takes it, and its characters. */
export const policiesOf = (stack: Synthesized): { name: string; holder: string; characters: number }[] =>
  policiesIn(stack.json).map(({ name, type, argument, text }) => ({
    name,
    holder: `${type}.${argument}`,
    characters: filledIn(text).length,
  }));
