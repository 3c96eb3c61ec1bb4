import type { Synthesized } from "../../support/synthesize";
import { holdersOf } from "../iam/statements";

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

interface Statement {
  readonly sid?: string;
  readonly effect?: string;
  readonly actions?: string[];
  readonly resources?: string[];
  readonly not_resources?: string[];
  readonly principals?: { type: string; identifiers: string[] }[];
  readonly condition?: { test: string; variable: string; values: string[] }[];
}

/** What Terraform puts in for a reference. The longest is the ARN of a secret, of which 160 characters are enough. */
const filledIn = (text: string): string => text.replace(/\$\{[^}]*\}/g, "x".repeat(160));

/** Characters of a policy document as the provider renders it for AWS, which counts no white space. */
const size = (statements: readonly Statement[]): number =>
  filledIn(JSON.stringify({ Version: "2012-10-17", Statement: statements.map(rendered) })).length;

const rendered = (statement: Statement): Record<string, unknown> => ({
  Sid: statement.sid,
  Effect: statement.effect ?? "Allow",
  Action: statement.actions,
  Resource: statement.resources,
  NotResource: statement.not_resources,
  Principal:
    statement.principals &&
    Object.fromEntries(statement.principals.map(({ type, identifiers }) => [type, identifiers])),
  Condition: statement.condition?.map(({ test, variable, values }) => ({ [test]: { [variable]: values } })),
});

/** Every policy document of a stack, what takes it, and its characters. */
export const policiesOf = (stack: Synthesized): { name: string; holder: string; characters: number }[] => {
  const documents: Record<string, { statement: Statement[] }> =
    stack.json.data?.aws_iam_policy_document ?? {};
  return Object.entries(documents).flatMap(([name, { statement }]) =>
    holdersOf(stack, name).map((holder) => ({ name, holder, characters: size(statement) })),
  );
};
