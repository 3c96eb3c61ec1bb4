import { readConfiguration } from "../../lambda-src/register-targets/configuration";
import { metricLine } from "../../lambda-src/register-targets/metrics";
import { atLeastOne } from "../support/at-least-one";
import { encoded } from "../support/encoded";
import { environment } from "../support/fixtures";
import type { Synthesized } from "../support/synthesize";
import { externalAccess, find, stacks } from "./support";

const behindLink = {
  topology: "private-link",
  externalAccess,
  functions: { reserveConcurrency: true },
};
const privateLink = stacks(behindLink);
const sameVpc = stacks({ externalAccess });
const of = (all: Map<string, Synthesized>, name: string) => all.get(name) as Synthesized;

/** Stack, instance, and its load balancers as metrics name them. */
const cases: [string, Synthesized, string, string[]][] = [
  [
    "a shared instance with external access",
    of(sameVpc, "test-database"),
    "test-shared",
    ["test-shared-external"],
  ],
  [
    "a shared instance behind PrivateLink with external access",
    of(privateLink, "test-database"),
    "test-shared",
    ["test-shared", "test-shared-external"],
  ],
  [
    "an organization's own instance behind PrivateLink",
    of(privateLink, "test-org-alone"),
    "test-org-alone",
    ["test-org-alone"],
  ],
];

describe.each(cases)("targets of %s", (_, stack, identifier, names) => {
  const lambda = find(stack, "aws_lambda_function", () => true);
  // Runs wait for each other by design then, and no alarm is due when they do.
  const isReserved = stack !== sameVpc.get("test-database");
  const instance = find(stack, "aws_db_instance", () => true);
  const targetGroups = Object.keys(stack.resources("aws_lb_target_group")).map(
    (name) => `\${aws_lb_target_group.${name}.arn}`,
  );

  test("are maintained by one function, one run at a time with reserved concurrency, outside of any VPC", () => {
    expect(lambda.resource).toMatchObject({
      function_name: `${identifier}-targets`,
      timeout: 300,
      memory_size: 256,
      ...(isReserved && { reserved_concurrent_executions: 1 }),
    });
    expect(lambda.resource).not.toHaveProperty("vpc_config");
    expect(stack.resource("aws_lambda_function_event_invoke_config")).toMatchObject({
      maximum_retry_attempts: 1,
      maximum_event_age_in_seconds: 3600,
      destination_config: { on_failure: { destination: expect.stringMatching(/^\$\{aws_sqs_queue\./) } },
    });
  });

  test("are registered by the function alone, never by Terraform", () => {
    for (const each of atLeastOne([...privateLink.values(), ...sameVpc.values()]))
      expect(each.count("aws_lb_target_group_attachment")).toBe(0);
    expect(targetGroups).toHaveLength(names.length);
    for (const group of Object.values(stack.resources("aws_lb_target_group"))) {
      expect(group).toMatchObject({
        target_type: "ip",
        protocol: "TCP",
        port: 5432,
        preserve_client_ip: "false",
        deregistration_delay: "0",
        connection_termination: true,
        target_health_state: [{ enable_unhealthy_connection_termination: true }],
        health_check: {
          protocol: "TCP",
          port: "traffic-port",
          interval: 10,
          healthy_threshold: 2,
          unhealthy_threshold: 2,
        },
      });
    }
  });

  test("may be changed by the function in its own target groups only", () => {
    const role = find(stack, "aws_iam_role", ({ name }) => name === `${identifier}-targets`);
    const { policy } = find(stack, "aws_iam_role_policy", (each) => each.role === role.ref("name")).resource;
    const statements = stack
      .statements(policy)
      .filter(({ actions }) => /^elasticloadbalancing:/.test(actions[0]));
    expect(statements).toEqual([
      {
        sid: "ChangeTargets",
        actions: ["elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:RegisterTargets"],
        resources: expect.arrayContaining(targetGroups),
      },
      { sid: "SeeTargets", actions: ["elasticloadbalancing:DescribeTargetHealth"], resources: ["*"] },
    ]);
    expect(statements[0].resources).toHaveLength(names.length);
  });

  test("are passed to the function in a form that it accepts", () => {
    const { variables } = lambda.resource.environment;
    const databases = encoded(variables.DATABASES);
    const { subnets } = environment({
      topology: stack === cases[0]?.[1] ? "same-vpc" : "private-link",
    }).network;
    expect(databases).toEqual(
      names.map((name) => ({
        name,
        hostname: instance.ref("address"),
        port: 5432,
        targetGroupArn: expect.stringMatching(/^\$\{aws_lb_target_group\..+\.arn\}$/),
        instanceSubnets: subnets.databasePrivate,
      })),
    );
    const applied = databases.map((database: object, index: number) => ({
      ...database,
      hostname: "test-shared.abc.eu-west-1.rds.amazonaws.com",
      targetGroupArn: `arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/test/${index}f`,
    }));
    expect(
      readConfiguration({ ...variables, DATABASES: JSON.stringify(applied) }).databases.map(
        ({ name }) => name,
      ),
    ).toEqual(names);
  });

  test("are checked every minute, and at every event that may move the instance", () => {
    const [events, schedule] = ["instance-events", "schedule"].map((id) =>
      find(stack, "aws_cloudwatch_event_rule", ({ name }) => name === `${identifier}-targets-${id}`),
    );
    expect(stack.count("aws_cloudwatch_event_rule")).toBe(2);
    expect(schedule?.resource.schedule_expression).toBe("rate(1 minute)");
    expect(encoded(events?.resource.event_pattern)).toEqual({
      source: ["aws.rds"],
      "detail-type": ["RDS DB Instance Event"],
      detail: {
        SourceArn: [instance.ref("arn")],
        EventCategories: [
          "availability",
          "configuration change",
          "creation",
          "failover",
          "failure",
          "maintenance",
          "notification",
          "recovery",
          "restoration",
        ],
      },
    });
    expect(stack.count("aws_cloudwatch_event_target")).toBe(2);
    expect(stack.count("aws_lambda_permission")).toBe(2);
    for (const rule of [events, schedule]) {
      const target = find(stack, "aws_cloudwatch_event_target", (each) => each.rule === rule?.ref("name"));
      expect(target.resource.arn).toBe(lambda.ref("arn"));
      const permission = find(stack, "aws_lambda_permission", (each) => each.source_arn === rule?.ref("arn"));
      expect(permission.resource).toMatchObject({
        principal: "events.amazonaws.com",
        action: "lambda:InvokeFunction",
        function_name: lambda.ref("function_name"),
      });
    }
  });

  test("are registered during an apply, after their listeners, and again after a change of code or groups", () => {
    const first = stack.resource("aws_lambda_invocation");
    const listeners = Object.keys(stack.resources("aws_lb_listener")).map(
      (name) => `aws_lb_listener.${name}`,
    );
    expect(first).toMatchObject({
      function_name: lambda.ref("function_name"),
      input: "{}",
      lifecycle_scope: "CREATE_ONLY",
      depends_on: expect.arrayContaining(listeners),
    });
    const { code, instance: address, ...groups } = first.triggers;
    expect([code, address]).toEqual([lambda.ref("source_code_hash"), instance.ref("address")]);
    expect(Object.values(groups).sort()).toEqual([...targetGroups].sort());
    expect(stack.json.data.aws_lambda_invocation).toBeUndefined();
  });

  test("have alarms for no healthy target, an unhealthy one, a missing heartbeat and a failing function", () => {
    const alarms = Object.entries(stack.resources("aws_cloudwatch_metric_alarm"))
      .filter(([id]) => id.includes("_targets_"))
      .map(([, alarm]) => alarm);
    const [topic] = alarms.flatMap(({ alarm_actions }) => alarm_actions);
    expect(topic).toMatch(
      /^\$\{(aws_sns_topic\.|data\.terraform_remote_state\.database-state\.outputs\.event_topic_arn)/,
    );
    for (const alarm of atLeastOne(alarms))
      expect([alarm.alarm_actions, alarm.ok_actions]).toEqual([[topic], [topic]]);
    expect(alarms.map(({ alarm_name }) => alarm_name).sort()).toEqual(
      [
        ...names.flatMap((name) =>
          ["heartbeat-missing", "no-healthy-target", "unhealthy-target"].map((alarm) => `${name}-${alarm}`),
        ),
        ...["duration", "errors", "failed-events", "lost-events", ...(isReserved ? [] : ["throttles"])].map(
          (alarm) => `${identifier}-targets-${alarm}`,
        ),
      ].sort(),
    );
  });

  test.each(names)("are monitored under the name that the function reports: %s", (name) => {
    const alarm = (id: string) =>
      find(stack, "aws_cloudwatch_metric_alarm", ({ alarm_name }) => alarm_name === `${name}-${id}`).resource;
    const heartbeat = alarm("heartbeat-missing");
    const line = JSON.parse(
      metricLine(lambda.resource.environment.variables.METRICS_NAMESPACE, 0, {
        database: name,
        case: "in-place",
        addresses: [],
        passes: 1,
        failedPasses: 0,
        unresolved: 0,
        registered: 0,
        deregistered: 0,
      }),
    );
    const [metrics] = line._aws.CloudWatchMetrics;
    expect(heartbeat).toMatchObject({
      namespace: metrics.Namespace,
      dimensions: { [metrics.Dimensions[0][0]]: line.Database },
      metric_name: metrics.Metrics[0].Name,
      comparison_operator: "LessThanThreshold",
      threshold: line.Reconciled,
      period: 300,
      evaluation_periods: 2,
      datapoints_to_alarm: 2,
      treat_missing_data: "breaching",
      depends_on: [expect.stringMatching(/^aws_lambda_invocation\./)],
    });
    const loadBalancer = find(stack, "aws_lb", (each) => each.name === name);
    const group = find(stack, "aws_lb_target_group", (each) => each.name === name);
    const dimensions = { LoadBalancer: loadBalancer.ref("arn_suffix"), TargetGroup: group.ref("arn_suffix") };
    expect(alarm("no-healthy-target")).toMatchObject({
      namespace: "AWS/NetworkELB",
      dimensions,
      metric_name: "HealthyHostCount",
      statistic: "Maximum",
      comparison_operator: "LessThanThreshold",
      threshold: 1,
      treat_missing_data: "breaching",
    });
    // Two minutes of RDS, and three of a load balancer that gets to know its new target.
    for (const id of ["no-healthy-target", "unhealthy-target"])
      expect(alarm(id).period * alarm(id).evaluation_periods).toBeGreaterThan(5 * 60);
    expect(alarm("unhealthy-target")).toMatchObject({
      namespace: "AWS/NetworkELB",
      dimensions,
      metric_name: "UnHealthyHostCount",
      statistic: "Maximum",
      comparison_operator: "GreaterThanOrEqualToThreshold",
      threshold: 1,
    });
  });
});

describe("names of the longest organization in the longest environment", () => {
  // Sixteen and thirty characters.
  const organization = `o${"r".repeat(29)}`;
  const all = stacks({ topology: "private-link", externalAccess }, [organization]);
  const stack = of(all, `test-org-${organization}`);
  const room = "e".repeat(16).length - "test".length;

  test.each([
    ["aws_lambda_function", "function_name", 64],
    ["aws_iam_role", "name", 64],
    ["aws_sqs_queue", "name", 80],
    ["aws_kms_alias", "name", 256],
    ["aws_cloudwatch_metric_alarm", "alarm_name", 255],
  ])("%s", (type, attribute, longest) => {
    const names = Object.values(stack.resources(type)).map((resource) => resource[attribute] as string);
    expect(Math.max(...names.map(({ length }) => length)) + room).toBeLessThanOrEqual(longest);
  });

  test.each([
    ["aws_lb", 32],
    ["aws_lb_target_group", 32],
    ["aws_cloudwatch_event_rule", 64],
  ])("%s, shortened without meeting another", (type, longest) => {
    const names = Object.values(stack.resources(type)).map(({ name }) => name as string);
    expect(Math.max(...names.map(({ length }) => length))).toBeLessThanOrEqual(longest);
    expect(new Set(names).size).toBe(names.length);
  });
});

test("one more organization with an instance changes no other stack", () => {
  const more = stacks(behindLink, ["newcomer"]);
  expect(more.size).toBe(privateLink.size + 1);
  for (const [name, { text }] of atLeastOne(privateLink)) expect(more.get(name)?.text).toBe(text);
});
