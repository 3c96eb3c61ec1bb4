import { Names } from "../../identity/model/names";
import {
  type Configuration,
  certain,
  decodedJson,
  isAbsent,
  keyOf,
  type Resource,
  textOf,
  type Value,
  wordsOf,
} from "../../terraform";
import { backendsIn } from "../../terraform/backend";
import { field, itemsOf, readable } from "../../terraform/blocks";
import {
  compliant,
  type Evidence,
  type Finding,
  type OwnerChoices,
  type Rule,
  unknown,
  violated,
} from "../rule";

/** Per type, the arguments that name a queue, topic, function, log group or bucket as a destination. */
const destinations: Readonly<Record<string, readonly (readonly [string, ...string[]])[]>> = {
  aws_cloudwatch_event_target: [["arn"], ["dead_letter_config", "arn"]],
  aws_cloudwatch_metric_alarm: [["alarm_actions"], ["ok_actions"], ["insufficient_data_actions"]],
  aws_cloudwatch_composite_alarm: [["alarm_actions"], ["ok_actions"], ["insufficient_data_actions"]],
  aws_db_event_subscription: [["sns_topic"]],
  aws_flow_log: [["log_destination"]],
  aws_lambda_function: [["dead_letter_config", "target_arn"]],
  aws_lambda_function_event_invoke_config: [
    ["destination_config", "on_failure", "destination"],
    ["destination_config", "on_success", "destination"],
  ],
  aws_route53_query_log: [["cloudwatch_log_group_arn"]],
  aws_vpc_endpoint_connection_notification: [["connection_notification_arn"]],
};

/** Types that forward failed messages to another queue. */
const redriveTypes = ["aws_sns_topic_subscription", "aws_sqs_queue", "aws_sqs_queue_redrive_policy"];

/** Types that configure a bucket or access to it. */
const ofBuckets = [
  "aws_s3_bucket_lifecycle_configuration",
  "aws_s3_bucket_logging",
  "aws_s3_bucket_ownership_controls",
  "aws_s3_bucket_policy",
  "aws_s3_bucket_public_access_block",
  "aws_s3_bucket_server_side_encryption_configuration",
  "aws_s3_bucket_versioning",
];

export const recordsStay: Rule = {
  id: "records-stay",
  threat: "Answers of a function and failed events may contain data that must not leave the account.",
  check: ({ configuration, choices }: Evidence) => {
    const names = new Names(configuration);
    return [
      ...Object.entries(destinations).flatMap(([type, paths]) =>
        configuration
          .resources(type)
          .flatMap((resource) =>
            paths.flatMap(([first, ...rest]) =>
              itemsOf(field(resource.get(first), ...rest)).map((value) =>
                judge(resource, value, configuration, names),
              ),
            ),
          ),
      ),
      ...redriveTypes
        .flatMap((type) => configuration.resources(type))
        .filter((one) => !isAbsent(one.get("redrive_policy")))
        .map((one) =>
          judge(
            one,
            field(decodedJson(one.get("redrive_policy")), "deadLetterTargetArn"),
            configuration,
            names,
          ),
        ),
      ...configuration.resources("aws_lb").map((lb) => judgeLoadBalancer(lb, choices.accessLogs)),
      ...ofBuckets
        .flatMap((type) => configuration.resources(type))
        .flatMap((one) => judgeBucket(one, configuration)),
      ...configuration.resources("aws_s3_bucket").map((one) => judgeName(one, configuration)),
      ...configuration.resources("aws_cloudwatch_log_data_protection_policy").map(judgeFindings),
      ...configuration
        .resources("aws_sns_topic_subscription")
        .map((one) =>
          names.text(one.get("endpoint")).arnParts === undefined && one.get("endpoint").kind !== "reference"
            ? judgeSubscriber(one, choices.subscribers)
            : judge(one, one.get("endpoint"), configuration, names),
        ),
    ];
  },
};

/** Names of buckets do not contain an account: config names the bucket of access logs, and none for connection logs. */
function judgeLoadBalancer(lb: Resource, logs: OwnerChoices["accessLogs"]): Finding {
  const named = (argument: string, part = "bucket"): unknown => textOf(field(lb.get(argument), part));
  const isApplication = (textOf(lb.get("load_balancer_type")) ?? "application") === "application";
  const { bucket: meant, prefix } = (isApplication && logs) || {};
  if (named("access_logs") !== meant)
    return violated(
      lb.address,
      `its access_logs go to ${named("access_logs") ?? "no bucket"} instead of ${meant ?? "none"}`,
    );
  const found = named("access_logs", "prefix");
  if (meant !== undefined && found !== prefix)
    return violated(
      lb.address,
      `the prefix of its access_logs is ${found ?? "none"} instead of ${prefix ?? "none"}`,
    );
  if (named("connection_logs") !== undefined)
    return violated(
      lb.address,
      `its connection_logs go to ${named("connection_logs")}, and config names no bucket for them`,
    );
  return meant === undefined || textOf(field(lb.get("access_logs"), "enabled")) === "true"
    ? compliant(lb.address)
    : violated(lb.address, "its access_logs are not enabled");
}

/** A configuration of an undeclared bucket may apply to the bucket of states or of logs. */
const judgeBucket = (one: Resource, configuration: Configuration): Finding[] =>
  ["bucket", "target_bucket"]
    .map((argument) => one.get(argument))
    .filter((bucket) => !isAbsent(bucket))
    .map((bucket) =>
      certain(configuration.named("aws_s3_bucket", bucket))
        ? compliant(one.address)
        : violated(one.address, `the bucket ${keyOf(bucket)} is not declared here`),
    );

/** The bucket of states is created by its own stack: declared again, it would receive the configuration here. */
const judgeName = (one: Resource, configuration: Configuration): Finding =>
  configuration.derived(backendsIn).some(({ settings }) => settings.bucket === textOf(one.get("bucket")))
    ? violated(one.address, "it is the bucket that holds the states")
    : compliant(one.address);

/** Findings of audits contain the matching lines. */
function judgeFindings(one: Resource): Finding {
  const { blocks } = readable(field(decodedJson(one.get("policy_document")), "Statement"));
  const sent = blocks.some((block) => {
    const to = field(block, "Operation", "Audit", "FindingsDestination");
    return !isAbsent(to) && !(to.kind === "dictionary" && to.entries.size === 0);
  });
  return sent || blocks.length === 0
    ? unknown(one.address, "the destination of its findings is not known")
    : compliant(one.address);
}

/** Mailboxes, URLs and telephones are outside of every account: config names the intended ones. */
function judgeSubscriber(one: Resource, meant: readonly string[] | undefined): Finding {
  const [protocol, endpoint] = [wordsOf(one.get("protocol")), textOf(one.get("endpoint"))];
  if (typeof endpoint !== "string") return unknown(one.address, "its recipient is not known");
  return meant === undefined || (["email", "https"].includes(protocol) && meant.includes(endpoint))
    ? compliant(one.address)
    : violated(one.address, `it sends messages to ${endpoint} by ${protocol}, and config does not list it`);
}

function judge(resource: Resource, value: Value, configuration: Configuration, names: Names): Finding {
  const { address } = resource;
  if (value.kind === "reference" && configuration.find(value.address)) return compliant(address);
  const { account } = names.place(resource);
  const text = names.text(value);
  const owner = text.arnParts?.[4];
  if (owner === undefined)
    return unknown(
      address,
      `its destination is not known: ${value.kind === "unknown" ? value.reason : keyOf(value)}`,
    );
  return owner.key === account.key
    ? compliant(address)
    : violated(address, `it sends to ${text.literal ?? text.key}`);
}
