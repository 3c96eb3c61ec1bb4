/**
 * A widget in the format of CloudWatch dashboards.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
export interface Widget {
  readonly type: "alarm" | "metric" | "text";
  readonly properties: Readonly<Record<string, unknown>>;
}

/** A line of a graph: namespace, metric, dimensions; or an expression. */
export type Line = readonly (string | { readonly expression: string })[];

/** A horizontal line at a threshold. */
export interface Mark {
  readonly label: string;
  readonly value: number;
}

export interface GraphProps {
  readonly title: string;
  readonly lines: readonly Line[];
  /** @default Average */
  readonly stat?: "Average" | "Maximum" | "Minimum" | "Sum";
  /** Period of a data point in seconds. @default 60 */
  readonly period?: number;
  /** @default - none */
  readonly marks?: readonly Mark[];
}

/** A graph over time, with zero as the minimum. */
export const graph = (region: string, { title, lines, stat, period, marks }: GraphProps): Widget => ({
  type: "metric",
  properties: {
    title,
    region,
    view: "timeSeries",
    metrics: lines,
    stat: stat ?? "Average",
    period: period ?? 60,
    yAxis: { left: { min: 0 } },
    ...(marks && { annotations: { horizontal: marks } }),
  },
});

export const text = (markdown: string): Widget => ({ type: "text", properties: { markdown } });

/** Current states of alarms, the most recent change first. */
export const alarmStates = (title: string, alarms: readonly string[]): Widget => ({
  type: "alarm",
  properties: { title, alarms, sortBy: "stateUpdatedTimestamp" },
});

export interface Search {
  /** Namespace and dimensions, such as `AWS/Lambda,FunctionName`. */
  readonly schema: string;
  readonly metric: string;
  /** Dimension that identifies the resource. */
  readonly dimension: string;
  /** Prefixes of the dimension's values. */
  readonly prefixes: readonly string[];
  /** @default Average */
  readonly stat?: GraphProps["stat"];
  /** Period of a data point in seconds. @default 60 */
  readonly period?: number;
}

/**
 * All metrics that match, including future ones.
 *
 * CloudWatch matches tokens anywhere in a name (`dev-org` matches `dev-org-acme`): it also finds another environment of
 * the account whose name ends in `-dev`, and `UnHealthyHostCount` for `HealthyHostCount`. Double quotes would require
 * an exact match, but cdktf 0.21 renders them incorrectly in HCL.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/search-expression-syntax.html
 */
export function search({ schema, metric, dimension, prefixes, stat, period }: Search): Line {
  const whose = prefixes.map((prefix) => `${dimension}=${prefix}`).join(" OR ");
  return [
    {
      expression: `SEARCH('{${schema}} MetricName=${metric} (${whose})', '${stat ?? "Average"}', ${period ?? 60})`,
    },
  ];
}
