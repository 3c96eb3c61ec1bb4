import { everyResource, type Rule } from "../rule";

export const proxyLogsNoStatements: Rule = {
  id: "proxy-logs-no-statements",
  threat: "Statements carry the values of organizations' data to whoever reads logs.",
  check: everyResource("aws_db_proxy", "debug_logging", (text) => text === undefined || text === "false"),
};
