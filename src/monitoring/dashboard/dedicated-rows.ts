import type { Environment } from "../../config/model";
import { organizationPrefix } from "../../config/names";
import { InstanceLogMetrics, logNamespace } from "../instance-log-metrics";
import type { Row } from "./grid";
import { type GraphProps, graph, search, type Widget } from "./widgets";

/** Rows of dedicated instances, found by the prefix of their names. Their alarms publish to the same topic. */
export function dedicatedRows(environment: Environment): Row[] {
  const { region } = environment;
  const prefix = organizationPrefix(environment);
  const found = (
    dimension: "DBInstanceIdentifier" | "ProxyName",
    title: string,
    metric: string,
    stat: GraphProps["stat"] = "Average",
  ): Widget =>
    graph(region, {
      title,
      lines: [search({ schema: `AWS/RDS,${dimension}`, metric, dimension, prefixes: [prefix], stat })],
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
        found("DBInstanceIdentifier", "Connections", "DatabaseConnections", "Maximum"),
        found("DBInstanceIdentifier", "Processor, percent", "CPUUtilization"),
        found("DBInstanceIdentifier", "Active sessions per virtual CPU", "DBLoadRelativeToNumVCPUs"),
        found("DBInstanceIdentifier", "Free memory, bytes", "FreeableMemory"),
      ],
    },
    {
      heading: "Their storage and their clients",
      widgets: [
        found("DBInstanceIdentifier", "Free storage, bytes", "FreeStorageSpace", "Minimum"),
        found("DBInstanceIdentifier", "Write latency, seconds", "WriteLatency"),
        ofLogs("Failed logins", InstanceLogMetrics.failedLogins),
        ofLogs("Connections refused for want of room", InstanceLogMetrics.refusedConnections),
      ],
    },
    {
      heading: "Their proxies",
      widgets: [
        found("ProxyName", "Connections that clients hold", "DatabaseConnectionsCurrentlyBorrowed", "Sum"),
        found("ProxyName", "Wait for a connection, microseconds", "DatabaseConnectionsBorrowLatency"),
      ],
    },
  ];
}
