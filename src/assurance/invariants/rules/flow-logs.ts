import { type Resource, textOf } from "../../terraform";
import { compliant, forEach, type Rule, violated } from "../rule";

/** Required fields of a record. The default format contains all of them. */
const fields = ["srcaddr", "dstaddr", "srcport", "dstport", "protocol", "start", "action"];

function saysWho(log: Resource): boolean {
  const format = textOf(log.get("log_format"));
  return format === undefined || fields.every((name) => String(format).includes(`{${name}}`));
}

export const flowLogs: Rule = {
  id: "flow-logs",
  threat: "Without flow logs, there is no record after a breach of where the data went.",
  check: forEach("aws_vpc", (vpc, { configuration }) => {
    const logs = configuration
      .resources("aws_flow_log")
      .filter((log) => configuration.resourceNamed("aws_vpc", log.get("vpc_id")) === vpc);
    return logs.some((log) => textOf(log.get("traffic_type")) === "ALL" && saysWho(log))
      ? compliant(vpc.address)
      : violated(vpc.address, "no flow log of all its traffic, with addresses and ports");
  }),
};
