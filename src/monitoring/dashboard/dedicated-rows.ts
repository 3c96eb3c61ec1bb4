import type { Environment } from "../../config/model";
import { InstanceLogMetrics, logNamespace } from "../instance-log-metrics";
import type { Row } from "./grid";
import { type GraphProps, graph, search, type Widget } from "./widgets";

/** Instances of single organizations, by the beginning of their names. Their alarms tell the same topic. */
export function dedicatedRows({ name, region }: Environment): Row[] {
  const prefix = `${name}-org`;
  const ofInstances = (title: string, metric: string, stat: GraphProps["stat"] = "Average"): Widget =>
    graph(region, {
      title,
      lines: [
        search({
          schema: "AWS/RDS,DBInstanceIdentifier",
          metric,
          dimension: "DBInstanceIdentifier",
          prefixes: [prefix],
          stat,
        }),
      ],
    });
  const ofLogs = (title: string, metric: string): Widget =>
    graph(region, {
      title,
      lines: [
        [
          {
            expression: `SEARCH('MetricName=${metric} Namespace=${logNamespace(prefix)}', 'Sum', 300)`,
          },
        ],
      ],
    });
  return [
    {
      heading: `Instances of single organizations, if there are any (alarms: ${prefix}-...)`,
      widgets: [
        ofInstances("Connections", "DatabaseConnections", "Maximum"),
        ofInstances("Processor, percent", "CPUUtilization"),
        ofInstances("Active sessions a virtual CPU", "DBLoadRelativeToNumVCPUs"),
        ofInstances("Free memory, bytes", "FreeableMemory"),
      ],
    },
    {
      heading: "Their storage and their clients",
      widgets: [
        ofInstances("Free storage, bytes", "FreeStorageSpace", "Minimum"),
        ofInstances("Write latency, seconds", "WriteLatency"),
        ofLogs("Failed logins", InstanceLogMetrics.failedLogins),
        ofLogs("Connections refused for want of room", InstanceLogMetrics.refusedConnections),
      ],
    },
  ];
}
