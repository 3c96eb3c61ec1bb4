import type { Row } from "./grid";
import { graph, type Line } from "./widgets";

/** Metrics of an RDS Proxy: connections of clients, and connections to its database. */
export function poolRow(region: string, proxyName: string): Row {
  const metric = (name: string): Line => ["AWS/RDS", name, "ProxyName", proxyName];
  return {
    heading: `Is the pool wide enough? ${proxyName}`,
    widgets: [
      graph(region, {
        title: "Connections to the database",
        lines: [
          metric("MaxDatabaseConnectionsAllowed"),
          metric("DatabaseConnections"),
          metric("DatabaseConnectionsCurrentlyBorrowed"),
          metric("DatabaseConnectionsCurrentlySessionPinned"),
        ],
        stat: "Sum",
      }),
      graph(region, {
        title: "Clients",
        lines: [metric("ClientConnections"), metric("ClientConnectionsSetupFailedAuth")],
        stat: "Sum",
      }),
      graph(region, {
        title: "Wait for a connection, microseconds",
        lines: [metric("DatabaseConnectionsBorrowLatency")],
      }),
      graph(region, {
        title: "Queries, and logins that the database refused",
        lines: [metric("QueryRequests"), metric("DatabaseConnectionsSetupFailed")],
        stat: "Sum",
      }),
    ],
  };
}
