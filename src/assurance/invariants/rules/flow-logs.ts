import { certain, textOf } from "../../terraform";
import { compliant, forEach, type Rule, violated } from "../rule";

export const flowLogs: Rule = {
  id: "flow-logs",
  threat: "After a breach nobody can say where the data went.",
  check: forEach("aws_vpc", (vpc, { configuration }) => {
    const logs = configuration
      .resources("aws_flow_log")
      .filter((log) => certain(configuration.named("aws_vpc", log.get("vpc_id")))?.resource === vpc);
    return logs.some((log) => textOf(log.get("traffic_type")) === "ALL")
      ? compliant(vpc.address)
      : violated(vpc.address, "no flow log of all its traffic");
  }),
};
