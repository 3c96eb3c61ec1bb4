import { IntervalSet, Region } from "../sets";
import { everyAddress } from "./addresses";
import { anyOf, type Extent, exactly, mapped, nothing, perhaps } from "./extent";
import type { HeldGroups } from "./held-groups";
import type { PodPolicies } from "./network-policies";
import { answersTo, answerTo, everyPacket, type Packet, packets, pointOf } from "./packets";
import type { NetworkInterface } from "./parties";
import { type Addresses, known } from "./prefix-lists";
import type { Direction, SecurityGroups, SecurityRule } from "./security-groups";
import type { Subnet } from "./vpcs";

/** Reason for which packets are dropped, in the terms of AWS Reachability Analyzer where it has one. */
export type Code =
  | "NETWORK_POLICY"
  | "ENI_SG_RULES_MISMATCH"
  | "SUBNET_ACL_RESTRICTION"
  | "NO_ROUTE_TO_DESTINATION"
  | "NO_PUBLIC_ADDRESS"
  | "NO_INTERNET_GATEWAY"
  | "NO_TARGET";

/** One component that every packet of a connection must pass. */
export interface Stage {
  readonly code: Code;
  /** The component, such as the address of a security group or ACL. */
  readonly component: string;
  /** Whether it filters the client's packets or the responses. */
  readonly answer: boolean;
  /** The packets that it passes, in terms of the client's packets, for responses too. */
  readonly passes: Extent;
  /** The rule that decides about a client's packet, or what is missing. */
  why(packet: Packet): string;
}

/** The other end of a connection for security groups. */
export interface Peer {
  readonly groups: HeldGroups;
}

/** Traffic that the security groups of an interface allow. Groups are stateful: responses are not filtered. */
export function securityGroupStage(
  groups: SecurityGroups,
  own: NetworkInterface,
  direction: Direction,
  peer: Peer,
): Stage {
  const found = own.groups.possible.flatMap((key) => groups.get(key) ?? []);
  const component = found.map(({ address }) => address).join(", ");
  const opened = found.flatMap(({ key, rules }) =>
    rules
      .filter((rule) => rule.direction === direction)
      .map((rule) => {
        const isSure = rule.isOwn && own.groups.certain.includes(key);
        return { rule, passes: ruleExtent(rule, direction, peer.groups, isSure) };
      }),
  );
  // An undeclared group may allow everything.
  const others = own.groups.unknown === undefined ? [] : [perhaps(everyPacket, own.groups.unknown)];
  const passes = own.unfiltered
    ? exactly(everyPacket)
    : anyOf([...opened.map((one) => one.passes), ...others]);
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

/** Traffic that a rule allows for a peer's groups; nothing is certain if the rule may belong to another group. */
function ruleExtent(
  { address, service, peer }: SecurityRule,
  direction: Direction,
  others: HeldGroups,
  isSure: boolean,
): Extent {
  const open = (addresses: Addresses): Extent => {
    const side = direction === "ingress" ? "source" : "destination";
    const unknown =
      addresses.unknown ??
      (service ? undefined : "protocol or ports are not known") ??
      (isSure ? undefined : "whether its group is the one that is asked for");
    return {
      certain: service && isSure ? packets({ ...service, [side]: addresses.certain }) : Region.empty,
      possible: packets({ ...service, [side]: addresses.possible }),
      unknowns: unknown === undefined ? [] : [`${address}: ${unknown}`],
    };
  };
  if ("addresses" in peer) return open(peer.addresses);
  if (others.certain.includes(peer.group)) return open(known(everyAddress));
  return others.possible.includes(peer.group)
    ? open({
        certain: IntervalSet.empty,
        possible: everyAddress,
        unknown: others.unknown ?? "its peer's groups",
      })
    : nothing;
}

/** Traffic of a pod that network policies allow; possibly more if the cluster does not enforce them. */
export function policyStage(policies: PodPolicies, direction: Direction): Stage {
  const { component, letsOut, admits } = policies;
  const words = direction === "egress" ? "let it out" : "let it in";
  return {
    code: "NETWORK_POLICY",
    component,
    answer: false,
    passes: {
      certain: direction === "egress" ? letsOut : admits,
      possible: everyPacket,
      unknowns: [`${component} do not ${words}, where they are enforced`],
    },
    why: (packet) =>
      policies.deciding(direction, pointOf(packet)) ?? `no policy ${words.replace("let", "lets")}`,
  };
}

/** Traffic that the network ACL of a subnet allows. ACLs are stateless: responses are filtered like any packet. */
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

/** Traffic that the route table of a subnet sends to any of the targets. */
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

/** A condition that holds for all packets, for none, or is unknown. */
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
