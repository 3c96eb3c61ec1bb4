import fs from "node:fs";
import path from "node:path";
import { ProxyAlarms } from "../../src/monitoring/proxy-alarms";
import { atLeastOne } from "../support/at-least-one";
import { environmentStacks } from "../support/environments";
import { environment } from "../support/fixtures";
import { synthesizeConstruct } from "../support/synthesize";
import { everything } from "./support/environments";
import { isPublished } from "./support/metrics";

const watched = [...environmentStacks(everything).values()].filter(
  ({ json }) => json.resource?.aws_cloudwatch_metric_alarm,
);
const stacks = watched.filter(({ json }) => json.resource.aws_db_instance);
const proxy = synthesizeConstruct(environment(), (scope) => {
  new ProxyAlarms(scope, "alarms", {
    name: "test-shared-proxy",
    proxyName: "test-shared-proxy",
    borrowTimeoutSeconds: 20,
    topicArn: "${data.terraform_remote_state.database-state.outputs.event_topic_arn}",
  });
});
const alarms = [...watched, proxy].flatMap((stack) =>
  Object.values(stack.resources("aws_cloudwatch_metric_alarm")),
);

const page = fs.readFileSync(path.join(__dirname, "../../docs/monitoring.md"), "utf8");

/** Headings of the page that alarms refer to, and what stands under each. */
const sections = new Map(
  page
    .split(/^### /m)
    .slice(1)
    .map((section): [string, string] => {
      const [heading = "", ...body] = section.split("\n");
      return [heading, body.join("\n").trim()];
    }),
);

interface Looked {
  namespace: string;
  metric_name: string;
  dimensions?: Record<string, string>;
}

const anchorOf = ({ alarm_description }: { alarm_description: string }) =>
  / What to do: docs\/monitoring\.md#([a-z-]+)\.$/.exec(alarm_description)?.[1] ?? "none";

test("the synthesized environments contain every kind of alarm", () => {
  expect(stacks.map(({ name }) => name).sort()).toEqual(["test-database", "test-org-initech"]);
  expect(alarms.length).toBeGreaterThan(60);
});

test("names are unique, and the topic's policy admits every alarm", () => {
  const names = alarms.map(({ alarm_name }) => alarm_name);
  expect(new Set(names).size).toBe(names.length);
  for (const name of atLeastOne(names)) expect(name).toMatch(/^test-[a-z0-9-]{1,250}$/);
});

test("each alarm notifies the environment's topic when it starts and when it ends", () => {
  for (const { alarm_actions, ok_actions, actions_enabled } of atLeastOne(alarms)) {
    expect(alarm_actions).toEqual([expect.stringMatching(/aws_sns_topic\.events_\w+\.arn|event_topic_arn/)]);
    expect(ok_actions).toEqual(alarm_actions);
    expect(actions_enabled).toBeUndefined();
  }
});

test("each description says what has happened, and which page says what to do", () => {
  for (const alarm of atLeastOne(alarms)) {
    const anchor = anchorOf(alarm);
    expect(alarm.alarm_description.length).toBeLessThan(1024);
    expect(alarm.alarm_description).toMatch(/^.{40,}\. What to do/);
    expect([alarm.alarm_name, alarm.alarm_name.endsWith(`-${anchor}`)]).toEqual([alarm.alarm_name, true]);
    expect([anchor, sections.get(anchor)]).toEqual([anchor, expect.stringMatching(/^.{20,}/)]);
  }
});

/** Rows of a table of the page, below a heading. */
function tableUnder(heading: string): string[][] {
  const [, section = ""] = page.split(`\n## ${heading}\n`);
  const [table = ""] = section.split("\n## ");
  const rows = table.split("\n").filter((line) => line.startsWith("| "));
  return rows.slice(1).map((row) => row.split("|").map((cell) => cell.trim()));
}

test("each resource that organizations can exhaust has an alarm, and the page lists each alarm about one", () => {
  const rows = tableUnder("What one organization can take from others");
  expect(rows.map(([, what]) => what)).toEqual([
    "connections",
    "processor",
    "memory",
    "storage",
    "temporary files",
    "I/O operations of the volume",
    "locks",
    "transaction ids",
  ]);
  const listed = rows.flatMap(([, , , names = ""]) => names.split(", "));
  const ofInstance = alarms
    .filter(({ alarm_name }) => alarm_name.startsWith("test-shared-"))
    .filter(({ namespace = "", dimensions }) => {
      return namespace.startsWith("DatabaseLogs/") || dimensions?.DBInstanceIdentifier !== undefined;
    })
    .map(anchorOf);
  // Neither is about what can be used up.
  const others = ["failed-logins", "silent"];
  expect(new Set([...listed, ...others])).toEqual(new Set(ofInstance));
});

test("docs/monitoring.md explains no alarm that does not exist", () => {
  const anchors = new Set(alarms.map(anchorOf));
  expect(sections.size).toBeGreaterThan(25);
  expect([...sections.keys()].filter((heading) => !anchors.has(heading))).toEqual([]);
});

test("each alarm uses a metric that is published", () => {
  const looked = alarms.flatMap((alarm): Looked[] =>
    alarm.metric_query
      ? (alarm.metric_query as { metric?: Looked }[]).flatMap(({ metric }) => metric ?? [])
      : [alarm],
  );
  const unknown = looked.filter(
    ({ namespace, metric_name, dimensions }) =>
      !isPublished(namespace, metric_name, Object.keys(dimensions ?? {})),
  );
  expect(looked.length).toBeGreaterThanOrEqual(alarms.length);
  expect(unknown).toEqual([]);
});

test("each alarm says what missing data means, and evaluates at most one day, as CloudWatch requires", () => {
  for (const {
    treat_missing_data,
    period,
    evaluation_periods,
    datapoints_to_alarm,
    metric_query,
  } of atLeastOne(alarms)) {
    expect(treat_missing_data).toMatch(/^(breaching|notBreaching|missing)$/);
    expect(datapoints_to_alarm).toBeLessThanOrEqual(evaluation_periods);
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
    if (!metric_query) expect(period * evaluation_periods).toBeLessThanOrEqual(24 * 60 * 60);
  }
});

test("a dedicated instance has the alarms of the shared one, with its own limits", () => {
  const of = (stack: string, name: string) =>
    alarms.find(({ alarm_name }) => alarm_name === `${stack}-${name}`)?.threshold;
  expect(of("test-shared", "connections")).toBe(328);
  expect(of("test-org-initech", "connections")).toBe(2788);
  expect(of("test-org-initech", "disk-queue")).toBe(240);
  expect([of("test-shared", "cpu-credits"), of("test-org-initech", "cpu-credits")]).toEqual([24, undefined]);
});

test("every instance reports the RDS events without a metric that docs/monitoring.md lists", () => {
  const [, listed = ""] = /subscription of each instance\s+includes them: ([a-z,\s]+)\./.exec(page) ?? [];
  const categories = listed.split(/,\s+/).map((one) => one.replace(/\s+/g, " "));
  expect(categories).toEqual(expect.arrayContaining(["failover", "failure", "low storage", "availability"]));
  for (const stack of atLeastOne(stacks))
    expect(stack.resource("aws_db_event_subscription")).toMatchObject({
      event_categories: categories,
      source_type: "db-instance",
      source_ids: [expect.stringMatching(/^\$\{aws_db_instance\..+\.identifier\}$/)],
    });
});

test("the queries in docs/monitoring.md find the log lines that alarms count", () => {
  const filters = stacks.flatMap((stack) =>
    Object.values(stack.resources("aws_cloudwatch_log_metric_filter")),
  );
  expect(filters).toHaveLength(8);
  for (const { pattern } of atLeastOne(filters)) expect(page).toContain(`--filter-pattern '${pattern}'`);
});
