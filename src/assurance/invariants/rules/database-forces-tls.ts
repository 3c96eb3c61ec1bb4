import { type Resource, textOf } from "../../terraform";
import { field, readable } from "../../terraform/blocks";
import { compliant, type Finding, forEach, type Rule, unknown, violated } from "../rule";

export const databaseForcesTls: Rule = {
  id: "database-forces-tls",
  threat: "A client that only prefers TLS falls back to plain text, including passwords.",
  check: forEach("aws_db_instance", (instance, { configuration }) => {
    const group = configuration.resourceNamed("aws_db_parameter_group", instance.get("parameter_group_name"));
    if (!group) return unknown(instance.address, "its parameter group is not in the configuration");
    return forcesTls(instance, group);
  }),
};

function forcesTls({ address }: Resource, group: Resource): Finding {
  const { blocks, unclear } = readable(group.get("parameter"));
  const settings = blocks.filter((block) => textOf(field(block, "name")) === "rds.force_ssl");
  if (settings.length === 1 && textOf(field(settings[0], "value")) === "1") return compliant(address);
  if (unclear.length > 0) return unknown(address, unclear.join("; "), { cause: group.address });
  return violated(address, `${group.address} does not set rds.force_ssl to 1`, { cause: group.address });
}
