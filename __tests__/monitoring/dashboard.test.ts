import type { Environment } from "../../src/config/model";
import { Dashboard, type DashboardProps } from "../../src/monitoring/dashboard/dashboard";
import { atLeastOne } from "../support/at-least-one";
import { encoded } from "../support/encoded";
import { environmentStacks } from "../support/environments";
import { environment } from "../support/fixtures";
import { type Synthesized, synthesizeConstruct } from "../support/synthesize";
import { everything } from "./support/environments";
import { isPublished } from "./support/metrics";

interface Widget {
  type: string;
  x: number;
  y: number;
  width: number;
  height: number;
  // biome-ignore lint/suspicious/noExplicitAny: the shape of the JSON is what the tests are about
  properties: any;
}

/** The widgets of a dashboard; references to alarms as texts. */
function widgetsOf(stack: Synthesized): Widget[] {
  const { dashboard_body } = stack.resource("aws_cloudwatch_dashboard");
  return encoded(dashboard_body).widgets;
}

function build(of: Environment, props: Partial<DashboardProps> = {}): Widget[] {
  const stack = synthesizeConstruct(of, (scope) => {
    new Dashboard(scope, "dashboard", {
      environment: of,
      instance: { name: "test-shared", settings: of.database, hasLoadBalancer: false },
      topicName: "test-database-events",
      rotationFailuresRuleName: "test-rotation-failures",
      alarmArns: ["arn:alarm"],
      ...props,
    });
  });
  return widgetsOf(stack);
}

const headings = (widgets: Widget[]) =>
  widgets.filter(({ type }) => type === "text").map(({ properties }) => properties.markdown);

const database = environmentStacks(everything).get("test-database") as Synthesized;
const full = build(everything, {
  instance: {
    name: "test-shared",
    settings: everything.database,
    hasLoadBalancer: true,
    proxyName: "test-shared-proxy",
  },
});

test("an environment has one, named after it", () => {
  expect(database.resource("aws_cloudwatch_dashboard").dashboard_name).toBe("test-database");
  expect(widgetsOf(database).length).toBeGreaterThan(25);
});

const twice = (all: readonly string[]): string[] => {
  const seen = new Set<string>();
  return all.filter((one) => seen.size === seen.add(one).size);
};

describe.each([
  ["with everything", full],
  ["with the least", build(environment())],
])("%s", (_, widgets) => {
  test("its widgets fit the grid and do not overlap", () => {
    const taken: string[] = [];
    for (const { x, y, width, height } of atLeastOne(widgets)) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x + width).toBeLessThanOrEqual(24);
      for (let column = x; column < x + width; column++)
        for (let row = y; row < y + height; row++) taken.push(`${column} ${row}`);
    }
    expect(twice(taken)).toEqual([]);
    const bottom = Math.max(...widgets.map(({ y, height }) => y + height));
    expect(taken).toHaveLength(bottom * 24);
  });

  test("its widgets have the properties that CloudWatch requires of their type", () => {
    for (const { type, properties } of atLeastOne(widgets)) {
      if (type === "text") expect(Object.keys(properties)).toEqual(["markdown"]);
      else if (type === "alarm") expect(properties.alarms.length).toBeGreaterThan(0);
      else {
        expect(properties).toMatchObject({
          region: "eu-west-1",
          view: "timeSeries",
          stat: expect.stringMatching(/^(Average|Maximum|Minimum|Sum)$/),
          title: expect.stringMatching(/./),
        });
        expect([60, 300]).toContain(properties.period);
        expect(properties.metrics.length).toBeGreaterThan(0);
      }
    }
  });

  test("its threshold lines have a label and a value", () => {
    const limits = widgets.flatMap(({ properties }) => properties.annotations?.horizontal ?? []);
    for (const { label, value } of atLeastOne(limits))
      expect([typeof label, typeof value]).toEqual(["string", "number"]);
  });

  test("each of its graphs shows a published metric", () => {
    const lines = widgets.flatMap(({ properties }) => properties.metrics ?? []);
    expect(lines.length).toBeGreaterThan(30);
    const unknown = lines.filter((line: unknown[]) => {
      const [first] = line;
      if (typeof first === "string") {
        const [namespace, metric, ...dimensions] = line as string[];
        return !isPublished(
          namespace as string,
          metric as string,
          dimensions.filter((_, index) => index % 2 === 0),
        );
      }
      const { expression } = first as { expression: string };
      const logs = /^SEARCH\('MetricName=(\w+) Namespace=(DatabaseLogs\/test-org)', 'Sum', 300\)$/.exec(
        expression,
      );
      if (logs) return !isPublished(logs[2] as string, logs[1] as string, []);
      const [, schema = "", metric = "", designators = ""] =
        /^SEARCH\('\{([\w/,]+)\} MetricName=(\w+) \((.+)\)', '\w+', \d+\)$/.exec(expression) ?? [];
      const [namespace = "", ...dimensions] = schema.split(",");
      const asked = designators.split(" OR ").map((one) => one.split("=")[0] as string);
      return !(isPublished(namespace, metric, dimensions) && asked.every((one) => dimensions.includes(one)));
    });
    expect(unknown).toEqual([]);
  });

  test("its searches match this environment only, and stay below the limit of CloudWatch", () => {
    const searches = widgets
      .flatMap(({ properties }) => properties.metrics ?? [])
      .flatMap(([first]) => (typeof first === "string" ? [] : [first.expression as string]));
    expect(searches.length).toBeGreaterThan(10);
    for (const expression of atLeastOne(searches)) {
      expect(expression.length).toBeLessThan(1024);
      // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/search-expression-syntax.html
      expect(expression).toMatch(/=(net\/|DatabaseLogs\/)?test[-)]/);
      expect(expression).not.toContain('"');
    }
  });
});

test("begins with all alarms of the stack, at most as many per widget as CloudWatch allows", () => {
  const [, states] = widgetsOf(database);
  const alarms = Object.keys(database.resources("aws_cloudwatch_metric_alarm"));
  expect(states?.type).toBe("alarm");
  expect(states?.properties.alarms.sort()).toEqual(
    alarms.map((name) => `\${aws_cloudwatch_metric_alarm.${name}.arn}`).sort(),
  );
  expect(alarms.length).toBeGreaterThan(30);
  expect(alarms.length).toBeLessThanOrEqual(100);
});

test("marks the thresholds of the alarms", () => {
  const alarms = Object.values(database.resources("aws_cloudwatch_metric_alarm"));
  const marked = widgetsOf(database).flatMap(({ properties }) =>
    (properties.metrics ?? []).flatMap((line: string[]) =>
      (properties.annotations?.horizontal ?? [])
        .filter(({ label }: { label: string }) => label === "alarm")
        .map(({ value }: { value: number }) => [line[1], value]),
    ),
  );
  expect(marked.length).toBe(14);
  for (const [metric, value] of atLeastOne(marked)) {
    const thresholds = alarms
      .filter(({ metric_name }) => metric_name === metric)
      .map(({ threshold }) => threshold);
    expect([metric, thresholds]).toEqual([metric, expect.arrayContaining([value])]);
  }
});

test("has rows for a proxy, load balancers and CPU credits only if they exist", () => {
  const least = build(environment());
  const about = (widgets: Widget[]) =>
    [/pool wide enough/, /load balancers lead/].map((title) =>
      headings(widgets).some((one) => title.test(one)),
    );
  const credits = (widgets: Widget[]) => widgets.some(({ properties }) => properties.title === "CPU credits");
  expect([about(full), credits(full)]).toEqual([[true, true], true]);
  expect([about(least), credits(least)]).toEqual([[false, false], false]);
  expect(headings(widgetsOf(database))).toEqual(headings(full).filter((one) => !/pool wide/.test(one)));
});

test("does not change when organizations or dedicated instances are added", () => {
  const [acme] = everything.organizations;
  const fewer = { ...everything, organizations: acme ? [acme] : [] };
  expect(everything.organizations.map(({ isolation }) => isolation)).toEqual(["database", "instance"]);
  expect(environmentStacks(fewer).get("test-database")?.text).toBe(database.text);
});
