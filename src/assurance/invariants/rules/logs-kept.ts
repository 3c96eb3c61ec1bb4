import { mayWriteLogs } from "../../identity/questions/log-writers";
import {
  addressesNamed,
  certain,
  isUnknown,
  listOf,
  numberOf,
  type Resource,
  textOf,
  type Value,
  wordsOf,
} from "../../terraform";
import { constant } from "../../terraform/value";
import { compliant, type Evidence, type Finding, judge, type Rule, unknown, violated, worst } from "../rule";

/** PostgreSQL's own log: connections and changed definitions. */
const databaseLog = "postgresql";

/** Levels at which a function still logs its actions. */
const levels = ["TRACE", "DEBUG", "INFO"];

export const logsKept: Rule = {
  id: "logs-kept",
  threat: "Without a log of connections and requests, there is no record of what an attacker took.",
  check: (evidence: Evidence): Finding[] => {
    const { configuration } = evidence;
    const each = (type: string, check: (one: Resource) => Finding): Finding[] =>
      configuration.resources(type).map(check);
    return [
      ...each("aws_cloudwatch_log_group", (one) =>
        judge(one.address, "log_group_class", one.get("log_group_class"), classesOf(one, evidence)),
      ),
      ...each("aws_eks_cluster", (one) =>
        judgeGroup(
          one,
          nameIn(one, "name", (name) => `/aws/eks/${name}/cluster`),
          evidence,
        ),
      ),
      ...each("aws_db_instance", (one) => judgeDatabase(one, evidence)),
      ...each("aws_lambda_function", (one) => judgeFunction(one, evidence)),
      ...each("aws_db_proxy", (one) =>
        judgeGroup(
          one,
          nameIn(one, "name", (name) => `/aws/rds/proxy/${name}`),
          evidence,
        ),
      ),
      ...each("aws_flow_log", (one) => judgeFlowLog(one, evidence)),
    ];
  },
};

/**
 * Other log classes support no metric filters and no subscriptions, which config may allow for flow logs, or forward
 * everything without storing it.
 */
function classesOf(
  group: Resource,
  { configuration, choices }: Evidence,
): (text: string | undefined) => boolean {
  const ofFlowLogs = configuration
    .resources("aws_flow_log")
    .some(
      (log) => configuration.resourceNamed("aws_cloudwatch_log_group", log.get("log_destination")) === group,
    );
  const rare = ofFlowLogs && choices.flowLogsRarelyRead ? ["INFREQUENT_ACCESS"] : [];
  return (text) => [undefined, "", "STANDARD", ...rare].includes(text);
}

function judgeDatabase(one: Resource, evidence: Evidence): Finding {
  const exports = listOf(one.get("enabled_cloudwatch_logs_exports")) ?? [];
  if (isUnknown(exports)) return unknown(one.address, `enabled_cloudwatch_logs_exports: ${exports.reason}`);
  const names = exports.map(textOf).map(String);
  if (!names.includes(databaseLog)) return violated(one.address, `it does not export the log ${databaseLog}`);
  const groups = names.map((log) => nameIn(one, "identifier", (name) => `/aws/rds/instance/${name}/${log}`));
  return worst(
    one.address,
    groups.map((group) => judgeGroup(one, group, evidence)),
  );
}

/** A bucket of the configuration stores logs as well. A stream only forwards them. */
function judgeFlowLog(one: Resource, evidence: Evidence): Finding {
  const destination = one.get("log_destination");
  const type = textOf(one.get("log_destination_type")) ?? "cloud-watch-logs";
  if (type === "cloud-watch-logs")
    return worst(one.address, [
      judgeGroup(one, destination, evidence),
      judgeRights(one, "iam_role_arn", destination, evidence),
    ]);
  return type === "s3" && certain(evidence.configuration.named("aws_s3_bucket", destination))
    ? compliant(one.address)
    : violated(one.address, `it writes to no log group and no bucket of the configuration (${String(type)})`);
}

function judgeFunction(one: Resource, evidence: Evidence): Finding {
  const settings = (name: string): Value => one.get("logging_config", 0, name);
  const group = settings("log_group");
  const written =
    textOf(group) === undefined ? nameIn(one, "function_name", (name) => `/aws/lambda/${name}`) : group;
  return worst(one.address, [
    judgeGroup(one, written, evidence),
    judgeRights(one, "role", written, evidence),
    judge(one.address, "application_log_level", settings("application_log_level"), isLevel),
  ]);
}

const isLevel = (text: string | undefined): boolean => text === undefined || levels.includes(text);

/** Name of a log group that a service derives from a resource's name. */
function nameIn(one: Resource, argument: string, nameOf: (name: string) => string): Value {
  const name = textOf(one.get(argument));
  return typeof name === "string" ? constant(nameOf(name)) : one.get(argument);
}

/** Services write these logs with their role. Without the permission, they continue to work without logs. */
function judgeRights(
  writer: Resource,
  argument: string,
  name: Value,
  { configuration, identity }: Evidence,
): Finding {
  const group = configuration.resourceNamed("aws_cloudwatch_log_group", name);
  const verdict = group && mayWriteLogs(configuration, identity, writer.get(argument), group);
  if (!verdict || verdict.kind === "allowed") return compliant(writer.address);
  const because = [verdict.because].flat();
  const more = { cause: because.flatMap(addressesNamed)[0], because };
  return verdict.kind === "denied"
    ? violated(writer.address, `the role of ${writer.address} may not write its logs`, more)
    : unknown(
        writer.address,
        `it is not certain that the role of ${writer.address} may write its logs`,
        more,
      );
}

/** The service creates a group that is not declared, without a customer managed key and without a retention limit. */
function judgeGroup(writer: Resource, name: Value, { configuration, choices }: Evidence): Finding {
  const { address, stack } = writer;
  const group = configuration.resourceNamed("aws_cloudwatch_log_group", name);
  if (!group) return violated(address, `no log group is declared for it: ${wordsOf(name)}`);
  const days = numberOf(group.get("retention_in_days")) ?? 0;
  if (isUnknown(days)) return unknown(address, `retention_in_days of ${group.address}: ${days.reason}`);
  const asks = writer.type === "aws_lambda_function" ? undefined : choices.logDays?.get(stack);
  return asks !== undefined && days !== 0 && days < asks
    ? violated(address, `${group.address} keeps its logs for ${days} days, and config says ${asks}`)
    : compliant(address);
}
