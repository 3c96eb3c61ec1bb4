import type { NodeFunctionProps } from "../../src/functions/node-function";
import { atLeastOne } from "../support/at-least-one";
import { environment } from "../support/fixtures";
import { build, name, topicArn } from "./support/echo";

describe("its alarms", () => {
  const stack = build({ errorMinutes: 3 });
  const alarms = Object.values(stack.resources("aws_cloudwatch_metric_alarm"));
  const alarm = (suffix: string) => alarms.find(({ alarm_name }) => alarm_name === `${name}-${suffix}`);
  const ofFunction = {
    namespace: "AWS/Lambda",
    dimensions: { FunctionName: name },
  };

  test("are these", () => {
    expect(alarms.map(({ alarm_name }) => alarm_name).sort()).toEqual([
      "test-echo-duration",
      "test-echo-errors",
      "test-echo-failed-events",
      "test-echo-lost-events",
      "test-echo-throttles",
    ]);
  });

  test("notify the topic at start and end, and treat missing data as healthy", () => {
    for (const each of atLeastOne(alarms)) {
      expect(each).toMatchObject({
        alarm_actions: [topicArn],
        ok_actions: [topicArn],
        comparison_operator: "GreaterThanOrEqualToThreshold",
        period: 60,
        treat_missing_data: "notBreaching",
      });
      expect(each.alarm_description).toMatch(/test-echo.*\.$/);
      expect(each.actions_enabled).toBeUndefined();
    }
  });

  test("report errors that continue for the requested minutes, by default the first minute", () => {
    const watch = { ...ofFunction, metric_name: "Errors", statistic: "Sum", threshold: 1 };
    expect(alarm("errors")).toMatchObject({ ...watch, evaluation_periods: 3, datapoints_to_alarm: 3 });
    expect(build().resource("aws_cloudwatch_metric_alarm", "echo_alarms_errors")).toMatchObject({
      evaluation_periods: 1,
      datapoints_to_alarm: 1,
    });
  });

  test("report lasting throttling, not an event that is retried", () => {
    expect(alarm("throttles")).toMatchObject({
      ...ofFunction,
      metric_name: "Throttles",
      statistic: "Sum",
      threshold: 1,
      evaluation_periods: 5,
      datapoints_to_alarm: 3,
    });
  });

  test("name the concurrency limit, and do not report throttling that is by design", () => {
    const reserving = environment({ functions: { reserveConcurrency: true } });
    const throttles = (props: Partial<NodeFunctionProps>) =>
      Object.values(build(props).resources("aws_cloudwatch_metric_alarm")).find(
        ({ metric_name }) => metric_name === "Throttles",
      )?.alarm_description;
    expect(throttles({})).toContain("the quota of concurrent runs of all functions of the account");
    expect(throttles({ environment: reserving })).toContain("its reserved concurrency is used up");
    const throttlingIsExpected = true;
    expect(throttles({ throttlingIsExpected })).toContain(
      "the quota of concurrent runs of all functions of the account",
    );
    expect(throttles({ environment: reserving, throttlingIsExpected })).toBeUndefined();
  });

  test("report one invocation that takes nine tenths of the timeout", () => {
    expect(alarm("duration")).toMatchObject({
      ...ofFunction,
      metric_name: "Duration",
      statistic: "Maximum",
      threshold: 27_000,
      evaluation_periods: 1,
    });
  });

  test("report every event in the dead-letter queue, or not delivered to it", () => {
    expect(alarm("failed-events")).toMatchObject({
      namespace: "AWS/SQS",
      dimensions: { QueueName: `${name}-failures` },
      metric_name: "ApproximateNumberOfMessagesVisible",
      statistic: "Maximum",
      threshold: 1,
      evaluation_periods: 1,
    });
    expect(alarm("lost-events")).toMatchObject({
      ...ofFunction,
      metric_name: "DestinationDeliveryFailures",
      statistic: "Sum",
      threshold: 1,
      evaluation_periods: 1,
    });
  });
});
