import { booleanOf, isAbsent, numberOf, type Resource, textOf } from "../../terraform";
import { compliant, forEach, type Rule, violated } from "../rule";

/** Bits of the widest range that is not taken for every address. Config lists no wider one than a /16. */
const widestListed = 8;

/** Ports from which clients send, and at which they receive answers. */
const firstOfClients = 1024;

export const aclsAdmitAnswers: Rule = {
  id: "acls-admit-answers",
  threat:
    "Subnets whose ACL admits every address at every port have one layer less: a security group or a route alone keeps the internet out.",
  check: forEach("aws_network_acl_rule", (rule) =>
    isOpen(rule) && !isForAnswers(rule)
      ? violated(rule.address, `it admits ${textOf(range(rule))} at more than ports of answers`)
      : compliant(rule.address),
  ),
};

/** Whether it lets packets from all addresses, or from most, into a subnet. */
const isOpen = (rule: Resource): boolean =>
  booleanOf(rule.get("egress")) !== true &&
  textOf(rule.get("rule_action")) !== "deny" &&
  Number(String(textOf(range(rule))).split("/")[1]) < widestListed;

const range = (rule: Resource) =>
  isAbsent(rule.get("cidr_block")) ? rule.get("ipv6_cidr_block") : rule.get("cidr_block");

function isForAnswers(rule: Resource): boolean {
  const protocol = String(textOf(rule.get("protocol")));
  if (/^(icmp|1)$/.test(protocol)) return true;
  const first = numberOf(rule.get("from_port"));
  return /^(tcp|6)$/.test(protocol) && typeof first === "number" && first >= firstOfClients;
}
