import { groupListsOf } from "../../group-holders";
import type { Named } from "../../terraform";
import { compliant, type Finding, forEach, type Rule, unknown, violated, worst } from "../rule";

export const databaseOwnGroups: Rule = {
  id: "database-own-groups",
  threat:
    "The default group and the group of the nodes admit all their other holders: every pod, every new interface.",
  check: forEach("aws_db_instance", (instance, { configuration }) => {
    const named = groupListsOf(instance).flatMap((list) => configuration.namedIn("aws_security_group", list));
    if (named.length === 0)
      return violated(
        instance.address,
        "it has no security group, so it receives the default one of its VPC",
      );
    return worst(
      instance.address,
      named.map((group) => isOwnGroup(instance.address, group)),
    );
  }),
};

function isOwnGroup(place: string, group: Named): Finding {
  if (group.answer !== "exactly")
    return unknown(place, `one of its security groups is not known: ${group.reason}`);
  const { type, address } = group.thing.resource;
  return type === "aws_security_group"
    ? compliant(place)
    : violated(place, `it holds the security group of ${address}`);
}
