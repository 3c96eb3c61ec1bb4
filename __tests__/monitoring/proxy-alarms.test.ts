import { ProxyAlarms } from "../../src/monitoring/proxy-alarms";
import { atLeastOne } from "../support/at-least-one";
import { environment } from "../support/fixtures";
import { synthesizeConstruct } from "../support/synthesize";
import { isPublished } from "./support/metrics";

const stack = synthesizeConstruct(environment(), (scope) => {
  new ProxyAlarms(scope, "alarms", {
    name: "test-shared-proxy",
    proxyName: "the-proxy",
    borrowTimeoutSeconds: 20,
    topicArn: "arn:topic",
  });
});
const alarms = Object.values(stack.resources("aws_cloudwatch_metric_alarm"));
const alarm = (name: string) => alarms.find(({ alarm_name }) => alarm_name === `test-shared-proxy-${name}`);
const ofProxy = { namespace: "AWS/RDS", dimensions: { ProxyName: "the-proxy" } };

test("a proxy has these alarms; for those about clients, missing data means no client", () => {
  expect(alarms.map(({ alarm_name }) => alarm_name).sort()).toEqual(
    ["borrowed", "database-refuses", "logins-failed", "pinned", "unavailable", "wait"].map(
      (name) => `test-shared-proxy-pool-${name}`,
    ),
  );
  const aboutClients = alarms.filter((one) => one !== alarm("pool-unavailable"));
  for (const one of atLeastOne(aboutClients)) {
    expect(one).toMatchObject({
      comparison_operator: "GreaterThanOrEqualToThreshold",
      treat_missing_data: "notBreaching",
      alarm_actions: ["arn:topic"],
      ok_actions: ["arn:topic"],
    });
  }
});

test.each([
  ["pool-borrowed", "DatabaseConnectionsCurrentlyBorrowed", 80, 5],
  ["pool-pinned", "DatabaseConnectionsCurrentlySessionPinned", 50, 15],
])(
  "%s: %s are %i percent of those allowed, over all servers of the proxy",
  (name, metric, threshold, minutes) => {
    const sum = (metric_name: string) => ({ ...ofProxy, metric_name, period: 60, stat: "Sum" });
    expect(alarm(name)).toMatchObject({
      threshold,
      evaluation_periods: minutes,
      metric_query: [
        { id: "share", expression: "100 * part / allowed", return_data: true },
        { id: "part", metric: sum(metric) },
        { id: "allowed", metric: sum("MaxDatabaseConnectionsAllowed") },
      ],
    });
    // AWS refuses an alarm that has both.
    for (const single of ["metric_name", "namespace", "statistic", "period", "dimensions"])
      expect(alarm(name)).not.toHaveProperty(single);
  },
);

test.each([
  // A quarter of 20 seconds, in the metric's microseconds.
  ["pool-wait", "DatabaseConnectionsBorrowLatency", "Average", 5_000_000, 60, 5],
  ["pool-logins-failed", "ClientConnectionsSetupFailedAuth", "Sum", 10, 300, 1],
  ["pool-database-refuses", "DatabaseConnectionsSetupFailed", "Sum", 1, 60, 3],
])("%s: %s", (name, metric_name, statistic, threshold, period, evaluation_periods) => {
  expect(alarm(name)).toMatchObject({
    ...ofProxy,
    metric_name,
    statistic,
    threshold,
    period,
    evaluation_periods,
  });
  expect(isPublished("AWS/RDS", metric_name, ["ProxyName"])).toBe(true);
});

test("pool-unavailable: the proxy has no available instance for longer than a failover takes", () => {
  const { dimensions, ...looks } = alarm("pool-unavailable");
  expect(dimensions).toEqual({ ProxyName: "the-proxy", TargetGroup: "default", TargetRole: "READ_WRITE" });
  expect(looks).toMatchObject({
    metric_name: "AvailabilityPercentage",
    comparison_operator: "LessThanThreshold",
    threshold: 100,
    period: 60,
    evaluation_periods: 5,
    treat_missing_data: "missing",
  });
});
