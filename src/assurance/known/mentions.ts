/** Protected types: keys to databases, credentials, their holders, and code that reads them. */
export const protectedTypes: readonly string[] = [
  "aws_db_instance",
  "aws_db_proxy",
  "aws_iam_role",
  "aws_kms_key",
  "aws_lambda_function",
  "aws_secretsmanager_secret",
  "aws_security_group",
];

/**
 * Arguments of types that no model reads, which may name a protected resource without granting anything: they monitor,
 * describe, encrypt or notify. Everything below such an argument is harmless as well.
 */
export const harmlessMentions: Readonly<Record<string, readonly string[]>> = {
  aws_cloudwatch_composite_alarm: ["alarm_description", "alarm_rule"],
  aws_cloudwatch_dashboard: ["dashboard_body"],
  aws_cloudwatch_event_rule: ["event_pattern"],
  // The function's own permissions decide which rule may invoke it.
  aws_cloudwatch_event_target: ["arn"],
  aws_cloudwatch_log_group: ["kms_key_id", "name"],
  aws_cloudwatch_log_metric_filter: ["log_group_name", "pattern"],
  aws_cloudwatch_metric_alarm: ["alarm_description", "dimensions", "metric_query"],
  aws_cloudwatch_query_definition: ["log_group_names", "query_string"],
  aws_db_event_subscription: ["source_ids"],
  aws_dynamodb_table: ["server_side_encryption"],
  aws_ecr_repository: ["encryption_configuration"],
  aws_flow_log: ["iam_role_arn"],
  aws_lambda_function_event_invoke_config: ["function_name"],
  aws_route53_record: ["name", "records"],
  aws_route53_zone: ["name"],
  aws_s3_bucket_policy: ["policy"],
  aws_s3_bucket_server_side_encryption_configuration: ["rule"],
  aws_sns_topic: ["kms_master_key_id", "policy"],
  aws_sns_topic_policy: ["policy"],
  aws_sqs_queue: ["kms_master_key_id", "policy"],
  aws_sqs_queue_policy: ["policy"],
  aws_vpc_endpoint_policy: ["policy"],
};

/** Such arguments of any type. */
export const harmlessEverywhere: readonly string[] = ["description", "tags", "tags_all"];
