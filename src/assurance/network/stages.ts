import { Region } from "../sets";
import { everyAddress } from "./addresses";
import { anyOf, type Extent, exactly, mapped, nothing, perhaps } from "./extent";
import type { PodPolicies } from "./network-policies";
import { answersTo, answerTo, everyPacket, type Packet, packets, pointOf } from "./packets";
import type { NetworkInterface } from "./parties";
import { type Addresses, known } from "./prefix-lists";
import type { Direction, SecurityGroups, SecurityRule } from "./security-groups";
import type { Subnet } from "./vpcs";

/** Why something stops packets, in the words of AWS's own Reachability Analyzer where it has one. */
export type Code =
  | "NETWORK_POLICY"
  | "ENI_SG_RULES_MISMATCH"
  | "SUBNET_ACL_RESTRICTION"
  | "NO_ROUTE_TO_DESTINATION"
  | "NO_PUBLIC_ADDRESS"
  | "NO_INTERNET_GATEWAY"
  | "NO_TARGET";

/** One component that every packet of a connection has to get through. */
export interface Stage {
  readonly code: Code;
  /** What it is, such as a security group's or an ACL's address. */
  readonly component: string;
  /** Whether it sees the packets of the client or the answers. */
  readonly answer: boolean;
  /** What it lets through, as packets of the client: answers are turned round already. */
  readonly passes: Extent;
  /** The rule that decides about a packet of the client, or what is missing. */
  why(packet: Packet): string;
}

/** The other end of a connection, as security groups see it. */
export interface Peer {
  readonly groups: readonly string[];
}

/** What the groups of an interface let in or out. Groups are stateful: answers are not judged. */
export function securityGroupStage(
  groups: SecurityGroups,
  own: NetworkInterface,
  direction: Direction,
  peer: Peer,
): Stage {
  const found = own.groups.map((key) => groups.get(key) ?? key);
  const component = found.map((group) => (typeof group === "string" ? group : group.address)).join(", ");
  const rules = found.flatMap((group) =>
    typeof group === "string" ? [] : group.rules.filter((rule) => rule.direction === direction),
  );
  const other = peer.groups.map((key) => groups.canonical(key));
  const opened = rules.map((rule) => ({ rule, passes: ruleExtent(rule, direction, other) }));
  const undeclared = found.filter((group) => typeof group === "string");
  const passes = own.unfiltered
    ? exactly(everyPacket)
    : unionOf(
        opened.map((one) => one.passes),
        undeclared,
      );
  const refusal = direction === "ingress" ? "no ingress rule admits it" : "no egress rule lets it out";
  return {
    code: "ENI_SG_RULES_MISMATCH",
    component: own.unfiltered
      ? `no security group in ${own.subnet.address}`
      : component || "no security group",
    answer: false,
    passes,
    why: (packet) =>
      opened.find((one) => one.passes.possible.has(pointOf(packet)))?.rule.address ??
      (own.unfiltered ? "nothing filters it" : refusal),
  };
}

/** The union of what rules open; a group that is not declared here may open anything. */
const unionOf = (rules: readonly Extent[], undeclared: readonly string[]): Extent =>
  anyOf([
    ...rules,
    ...undeclared.map((key) => perhaps(everyPacket, `the security group ${key} is not declared here`)),
  ]);

function ruleExtent(
  { address, service, peer }: SecurityRule,
  direction: Direction,
  others: readonly string[],
): Extent {
  const open = (addresses: Addresses): Extent => {
    const side = direction === "ingress" ? "source" : "destination";
    const unknown = addresses.unknown ?? (service ? undefined : "protocol or ports are not known");
    return {
      certain: service ? packets({ ...service, [side]: addresses.certain }) : Region.empty,
      possible: packets({ ...service, [side]: addresses.possible }),
      unknowns: unknown === undefined ? [] : [`${address}: ${unknown}`],
    };
  };
  if ("addresses" in peer) return open(peer.addresses);
  return others.includes(peer.group) ? open(known(everyAddress)) : nothing;
}

/** What network policies let out of a pod: more where the cluster does not enforce them. */
export function policyStage({ component, letsOut, deciding }: PodPolicies): Stage {
  return {
    code: "NETWORK_POLICY",
    component,
    answer: false,
    passes: {
      certain: letsOut,
      possible: everyPacket,
      unknowns: [`${component} do not let it out, where they are enforced`],
    },
    why: (packet) => deciding(pointOf(packet)) ?? "no policy lets it out",
  };
}

/** What the network ACL of a subnet lets in or out. ACLs know no connections: answers are judged like any packet. */
export function aclStage(subnet: Subnet, direction: Direction, answer: boolean): Stage {
  const passes = subnet.acl.passes(direction);
  return {
    code: "SUBNET_ACL_RESTRICTION",
    component: `${subnet.acl.address} (${direction} of ${subnet.address})`,
    answer,
    passes: answer ? mapped(passes, answersTo) : passes,
    why: (packet) => {
      const rule = subnet.acl.deciding(direction, pointOf(answer ? answerTo(packet) : packet));
      return rule ? `rule ${rule.number} (${rule.address})` : "no rule matches: denied";
    },
  };
}

/** What the route table of a subnet sends to one of some targets. */
export function routeStage(subnet: Subnet, targets: readonly string[], answer: boolean): Stage {
  const side = answer ? "source" : "destination";
  const passes = anyOf(
    targets.map((target) => {
      const addresses = subnet.routes.towards(target);
      return {
        certain: packets({ [side]: addresses.certain }),
        possible: packets({ [side]: addresses.possible }),
        unknowns: addresses.unknown === undefined ? [] : [addresses.unknown],
      };
    }),
  );
  return {
    code: "NO_ROUTE_TO_DESTINATION",
    component: `${subnet.routes.address} (of ${subnet.address})`,
    answer,
    passes,
    why: (packet) => {
      const route = subnet.routes.deciding(answer ? packet.source : packet.destination);
      return route ? `${route.address} to ${route.target}` : "no route";
    },
  };
}

/** A condition that holds for all packets, for none, or nobody knows. */
export function conditionStage(
  code: Code,
  component: string,
  holds: boolean | undefined,
  text: string,
  otherwise = text,
): Stage {
  const passes =
    holds === undefined
      ? perhaps(everyPacket, `${component}: ${text}?`)
      : holds
        ? exactly(everyPacket)
        : nothing;
  return { code, component, answer: false, passes, why: () => (holds === false ? otherwise : text) };
}
