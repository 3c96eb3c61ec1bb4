import { everyResource, type Rule } from "../rule";

export const proxyLogsNoStatements: Rule = {
  id: "proxy-logs-no-statements",
  threat: "Logged statements show values of organizations' data to every reader of the logs.",
  check: everyResource("aws_db_proxy", "debug_logging", (text) => text === undefined || text === "false"),
};
