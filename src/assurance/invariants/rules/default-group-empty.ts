import { isAbsent, keyOf } from "../../terraform";
import { compliant, forEach, type Rule, violated } from "../rule";

export const defaultGroupEmpty: Rule = {
  name: "The default security group of every VPC is empty",
  threat: "What is made without a group holds the default one, and all of that may talk to each other.",
  check: forEach("aws_vpc", (vpc, { configuration }) => {
    const group = configuration
      .resources("aws_default_security_group")
      .find((candidate) => keyOf(candidate.get("vpc_id")) === keyOf(vpc.symbol("id")));
    if (!group) return violated(vpc.address, "its default group is as AWS made it");
    const rules = ["ingress", "egress"].filter((name) => {
      const value = group.get(name);
      return !isAbsent(value) && !(value.kind === "list" && value.items.length === 0);
    });
    return rules.length === 0
      ? compliant(vpc.address)
      : violated(group.address, `${rules.join(" and ")} rules`);
  }),
};
