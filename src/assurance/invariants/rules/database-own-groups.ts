import { type Configuration, keyOf, type Value } from "../../terraform";
import { compliant, type Finding, forEach, type Rule, unknown, violated, worst } from "../rule";

export const databaseOwnGroups: Rule = {
  name: "Databases have security groups of their own only",
  threat:
    "The default group and the group of the nodes admit whoever else holds them: every pod, every new interface.",
  check: forEach("aws_db_instance", (instance, { configuration }) => {
    const groups = instance.get("vpc_security_group_ids");
    if (groups.kind !== "list")
      return violated(instance.address, "no security groups: the default one of its VPC");
    if (groups.items.length === 0) return violated(instance.address, "no security group");
    return worst(
      instance.address,
      groups.items.map((group) => isOwnGroup(instance.address, group, configuration)),
    );
  }),
};

function isOwnGroup(place: string, group: Value, configuration: Configuration): Finding {
  if (group.kind !== "reference") return unknown(place, `the security group ${keyOf(group)}`);
  const type = configuration.find(group.address)?.type;
  return type === "aws_security_group"
    ? compliant(place)
    : violated(place, `${keyOf(group)} is a group of ${type}`);
}
