import { InstanceAlarms } from "../../src/monitoring/instance-alarms";
import { atLeastOne } from "../support/at-least-one";
import { environment } from "../support/fixtures";
import { type Synthesized, synthesizeConstruct } from "../support/synthesize";
import { metricsOf } from "./support/log-filters";

function build(database: Record<string, unknown> = {}): Synthesized {
  const of = environment({ database });
  return synthesizeConstruct(of, (scope) => {
    new InstanceAlarms(scope, "alarms", {
      name: "test-shared",
      instanceIdentifier: "the-instance",
      settings: of.database,
      logGroupName: "the-log",
      topicArn: "arn:topic",
    });
  });
}

const byName = (stack: Synthesized) =>
  new Map(
    Object.values(stack.resources("aws_cloudwatch_metric_alarm")).map((alarm) => [
      alarm.alarm_name.replace("test-shared-", ""),
      alarm,
    ]),
  );

const stack = build({ instanceClass: "db.m7g.large", storageGiB: 100 });
const alarms = byName(stack);
const burstable = byName(build({ instanceClass: "db.t4g.medium" }));

test("an instance has these alarms, and a burstable one also has an alarm on CPU credits", () => {
  const usual = [
    "connections",
    "cpu",
    "disk-queue",
    "ebs-byte-balance",
    "ebs-io-balance",
    "failed-logins",
    "load",
    "lock-failures",
    "memory",
    "memory-failures",
    "read-latency",
    "refused-connections",
    "silent",
    "storage",
    "transaction-ids",
    "write-latency",
  ];
  expect([...alarms.keys()].sort()).toEqual(usual);
  expect([...burstable.keys()].sort()).toEqual([...usual, "cpu-credits"].sort());
});

const above = "GreaterThanOrEqualToThreshold";
const below = "LessThanThreshold";

test.each([
  ["connections", "DatabaseConnections", "Maximum", above, 680, 5],
  ["cpu", "CPUUtilization", "Average", above, 90, 15],
  ["load", "DBLoadRelativeToNumVCPUs", "Average", above, 1, 15],
  ["memory", "FreeableMemory", "Average", below, 429_496_729, 15],
  ["storage", "FreeStorageSpace", "Minimum", below, 10_737_418_240, 15],
  ["read-latency", "ReadLatency", "Average", above, 0.02, 15],
  ["write-latency", "WriteLatency", "Average", above, 0.02, 15],
  ["disk-queue", "DiskQueueDepth", "Average", above, 60, 15],
  ["ebs-io-balance", "EBSIOBalance%", "Average", below, 10, 5],
  ["ebs-byte-balance", "EBSByteBalance%", "Average", below, 10, 5],
  ["transaction-ids", "MaximumUsedTransactionIDs", "Average", above, 1_000_000_000, 1],
])("%s: %s, its %s %s %d, %i minutes long", (name, metric, statistic, comparison, threshold, minutes) => {
  expect(alarms.get(name)).toMatchObject({
    namespace: "AWS/RDS",
    metric_name: metric,
    dimensions: { DBInstanceIdentifier: "the-instance" },
    statistic,
    comparison_operator: comparison,
    threshold,
    period: 60,
    evaluation_periods: minutes,
    datapoints_to_alarm: minutes,
  });
});

test("credits: below the credits of one hour, for longer than a new instance needs to earn them", () => {
  expect(burstable.get("cpu-credits")).toMatchObject({
    metric_name: "CPUCreditBalance",
    comparison_operator: below,
    threshold: 24,
    period: 300,
    evaluation_periods: 36,
  });
});

test("missing data breaches one alarm, means no data for gauges, and zero for counters", () => {
  const silence = [...burstable].map(([name, { treat_missing_data }]) => [treat_missing_data, name]);
  const names = (treatment: string) => silence.filter(([one]) => one === treatment).map(([, name]) => name);
  expect(names("breaching")).toEqual(["silent"]);
  expect(names("notBreaching").sort()).toEqual([
    "ebs-byte-balance",
    "ebs-io-balance",
    "failed-logins",
    "load",
    "lock-failures",
    "memory-failures",
    "refused-connections",
  ]);
  expect(names("missing")).toHaveLength(9);
  expect(alarms.get("silent")).toMatchObject({
    metric_name: "CPUUtilization",
    statistic: "SampleCount",
    comparison_operator: below,
    threshold: 1,
    period: 300,
    evaluation_periods: 2,
  });
});

describe("events that only the log reports", () => {
  const filters = Object.values(stack.resources("aws_cloudwatch_log_metric_filter"));

  const matches = (line: string) => metricsOf(filters, line);

  test.each([
    ["FailedLogins", 'FATAL:  PAM authentication failed for user "acme__iam"'],
    [
      "FailedLogins",
      'FATAL:  no pg_hba.conf entry for host "10.0.1.7", user "acme__a", database "acme", no encryption',
    ],
    ["MemoryFailures", 'DETAIL:  Failed on request of size 67108864 in memory context "HashBatchContext".'],
    ["RefusedConnections", 'FATAL:  too many connections for database "acme"'],
    ["RefusedConnections", "FATAL:  sorry, too many clients already"],
    [
      "RefusedConnections",
      'FATAL:  remaining connection slots are reserved for roles with privileges of the "pg_use_reserved_connections" role',
    ],
  ])("%s counts: %s", (metric, message) => {
    expect(matches(`2026-03-01 10:00:00 UTC:10.0.1.7(51234):acme__a@acme:[4711]:${message}`)).toEqual([
      metric,
    ]);
  });

  test.each([
    "LOG:  connection authorized: user=acme__a database=acme SSL enabled",
    'DETAIL:  Connection matched file "/rdsdbdata/config/pg_hba.conf" line 13: "hostssl all all all md5"',
    'FATAL:  database "nothing" does not exist',
    "LOG:  disconnection: session time: 0:00:01.000 user=acme__a database=acme",
  ])("nothing counts: %s", (message) => expect(matches(message)).toEqual([]));

  test("become metrics of the instance, with zero as their default", () => {
    expect(filters).toHaveLength(4);
    for (const { name, log_group_name, metric_transformation } of atLeastOne(filters)) {
      expect([name, log_group_name]).toEqual([expect.stringMatching(/^test-shared-/), "the-log"]);
      expect(metric_transformation).toMatchObject({
        namespace: "DatabaseLogs/test-shared",
        value: "1",
        default_value: "0",
      });
    }
  });

  test.each([
    ["failed-logins", "FailedLogins", 10],
    ["refused-connections", "RefusedConnections", 5],
    ["lock-failures", "LockFailures", 1],
    ["memory-failures", "MemoryFailures", 1],
  ])("%s: %s, %i within five minutes", (name, metric, threshold) => {
    const alarm = alarms.get(name);
    expect(alarm).toMatchObject({
      namespace: "DatabaseLogs/test-shared",
      metric_name: metric,
      statistic: "Sum",
      comparison_operator: above,
      threshold,
      period: 300,
      evaluation_periods: 1,
    });
    // The metric of a filter has no dimensions; with any, the alarm would look at nothing.
    expect(alarm).not.toHaveProperty("dimensions");
  });
});
