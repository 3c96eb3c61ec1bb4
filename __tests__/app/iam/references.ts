import type { Synthesized } from "../../support/synthesize";

/** What the ARN of a Terraform resource looks like. */
const arns: Readonly<Record<string, string>> = {
  "aws_cloudwatch_log_group.arn": "arn:aws:logs:eu-west-1:111122223333:log-group:name",
  "aws_db_instance.master_user_secret[0].secret_arn":
    "arn:aws:secretsmanager:eu-west-1:111122223333:secret:rds!db-name",
  "aws_iam_role.arn": "arn:aws:iam::111122223333:role/name",
  "aws_kms_key.arn": "arn:aws:kms:eu-west-1:111122223333:key/id",
  "aws_lambda_function.arn": "arn:aws:lambda:eu-west-1:111122223333:function:name",
  "aws_lb_target_group.arn": "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/name/id",
  "aws_s3_bucket.arn": "arn:aws:s3:::name",
  "aws_secretsmanager_secret.arn": "arn:aws:secretsmanager:eu-west-1:111122223333:secret:name",
  "aws_sns_topic.arn": "arn:aws:sns:eu-west-1:111122223333:name",
  "aws_sqs_queue.arn": "arn:aws:sqs:eu-west-1:111122223333:name",
};

/**
 * A resource of a statement with what Terraform puts in for references: an ARN where it begins with a reference, some
 * text where a reference is a part of it.
 *
 * @throws Error where it begins with a reference that `arns` does not know
 */
export function resolved(resource: string, stack: Synthesized, stacks: readonly Synthesized[]): string {
  const text = resource.replace(/^\$\{([^}]*)\}/, (_, reference) => arnOf(reference, stack, stacks));
  return text.replace(/\$\{[^}]*\}/g, "text");
}

function arnOf(reference: string, stack: Synthesized, stacks: readonly Synthesized[]): string {
  const output = /^data\.terraform_remote_state\.([\w-]+)-state\.outputs\.(\w+)$/.exec(reference);
  if (output) {
    const [, room, name] = output as unknown as [string, string, string];
    const producer = stacks.find((one) => one.name === `${stack.name.split("-")[0]}-${room}`);
    const value = producer?.json.output?.[name]?.value;
    if (typeof value !== "string") throw new Error(`${stack.name}: ${reference} is no output of a stack`);
    return producer === undefined ? value : resolved(value, producer, stacks);
  }
  const [, type, attribute] = /^(\w+)\.[\w-]+\.(.+)$/.exec(reference) ?? [];
  const arn = arns[`${type}.${attribute}`];
  if (arn === undefined)
    throw new Error(
      `${stack.name}: a statement is about ${reference}. Say in ${__filename} what its ARN looks like`,
    );
  return arn;
}
