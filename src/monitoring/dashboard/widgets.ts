/**
 * Widgets as CloudWatch reads them.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
export interface Widget {
  readonly type: "alarm" | "metric" | "text";
  readonly properties: Readonly<Record<string, unknown>>;
}

/** A line of a graph: namespace, metric, dimensions; or an expression. */
export type Line = readonly (string | { readonly expression: string })[];

/** Where a graph begins to be bad. */
export interface Mark {
  readonly label: string;
  readonly value: number;
}

export interface GraphProps {
  readonly title: string;
  readonly lines: readonly Line[];
  /** @default Average */
  readonly stat?: "Average" | "Maximum" | "Minimum" | "Sum";
  /** Seconds a point. @default 60 */
  readonly period?: number;
  /** @default - none */
  readonly marks?: readonly Mark[];
}

/** Lines over time, from zero. */
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

/** What alarms say now, the worst first. */
export const alarmStates = (title: string, alarms: readonly string[]): Widget => ({
  type: "alarm",
  properties: { title, alarms, sortBy: "stateUpdatedTimestamp" },
});

export interface Search {
  /** Namespace and dimensions, as in `AWS/Lambda,FunctionName`. */
  readonly schema: string;
  readonly metric: string;
  /** Dimension that tells whose a metric is. */
  readonly dimension: string;
  /** Beginnings of its values. */
  readonly prefixes: readonly string[];
  /** @default Average */
  readonly stat?: GraphProps["stat"];
  /** Seconds a point. @default 60 */
  readonly period?: number;
}

/**
 * All metrics of a kind, those too that are not there yet.
 *
 * CloudWatch looks for words in a row, `dev-org` in `dev-org-acme`, anywhere in a name: another environment of the account
 * whose name ends in `-dev` is found as well, and so is `UnHealthyHostCount` for `HealthyHostCount`. Double quotes would
 * make a term exact, but cdktf 0.21 prints them wrong in HCL.
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
