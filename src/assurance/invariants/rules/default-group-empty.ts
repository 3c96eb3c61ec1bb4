import { type Configuration, certain, isAbsent, possible, type Resource } from "../../terraform";
import { compliant, type Finding, forEach, type Rule, unknown, violated } from "../rule";

/** Types that add one rule to a security group. */
const ruleTypes = [
  "aws_security_group_rule",
  "aws_vpc_security_group_egress_rule",
  "aws_vpc_security_group_ingress_rule",
];

export const defaultGroupEmpty: Rule = {
  id: "default-group-empty",
  threat:
    "A resource created without a security group gets the default one, and all its holders may connect to each other.",
  check: forEach("aws_vpc", (vpc, { configuration }): Finding => {
    const ofVpc = (value: ReturnType<Resource["get"]>) => configuration.named("aws_security_group", value);
    const { key } = certain(ofVpc(vpc.symbol("default_security_group_id"))) ?? {};
    const adopting = configuration
      .resources("aws_default_security_group")
      .filter((group) => possible(ofVpc(group.symbol("id"))).some((one) => one.key === key));
    const [first] = adopting;
    if (!first) return violated(vpc.address, "its default group has the rules that AWS created");
    if (!adopting.some((group) => certain(ofVpc(group.symbol("id")))))
      return unknown(first.address, "the VPC of this default group is not known");
    const open = adopting.find(hasRules) ?? ruleOf(configuration, key);
    return open ? violated(open.address, "it is a rule of the default group") : compliant(vpc.address);
  }),
};

const hasRules = (group: Resource): boolean =>
  ["ingress", "egress"].some((name) => {
    const value = group.get(name);
    return !isAbsent(value) && !(value.kind === "list" && value.items.length === 0);
  });

const ruleOf = (configuration: Configuration, key: string | undefined): Resource | undefined =>
  ruleTypes
    .flatMap((type) => configuration.resources(type))
    .find(
      (rule) =>
        certain(configuration.named("aws_security_group", rule.get("security_group_id")))?.key === key,
    );
