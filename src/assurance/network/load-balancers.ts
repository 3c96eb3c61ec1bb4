import { IntervalSet } from "../sets";
import {
  blocksOf,
  booleanOf,
  type Configuration,
  isUnknown,
  keyOf,
  numberOf,
  type Resource,
  textOf,
  type Value,
} from "../terraform";
import { entryOf } from "../terraform/blocks";
import { isEmpty } from "./held-groups";
import { connectionsTo, type Leg, leg, walked } from "./legs";
import type { Notes } from "./notes";
import { everyPacket, everyPort } from "./packets";
import { interfacesIn, nameOr, type Party, party } from "./parties";
import { type Opening, Relay } from "./relays";
import { conditionStage } from "./stages";
import type { Vpcs } from "./vpcs";

interface Listener {
  readonly ports: IntervalSet;
  readonly group: TargetGroup;
}

interface TargetGroup {
  readonly address: string;
  readonly ports: IntervalSet;
  /** Whether targets see the clients' addresses instead of the load balancer's. */
  readonly keepsClientAddress: boolean;
}

/**
 * A load balancer. Its targets are registered at run time, so each of its target groups counts as leading to every
 * party that the load balancer can reach: on the group's port or, in front of applications, on any port, since a
 * registration specifies one.
 */
export class LoadBalancer extends Relay {
  constructor(
    readonly arn: string,
    entrance: Party,
    /** Whether its security groups also filter connections through endpoint services. */
    readonly judgesPrivateLink: boolean,
    listeners: readonly Listener[],
  ) {
    super(
      entrance,
      [entrance],
      listeners.map((listener) => openingOf(entrance, listener)),
      [arn, judgesPrivateLink, listeners],
    );
  }
}

const openingOf = (entrance: Party, { ports, group }: Listener): Opening => ({
  through: [],
  entrance,
  listeners: ports,
  exit: entrance,
  conditions: () => [],
  onwards: (routed, target, asked) => {
    const open = group.ports.intersect(asked);
    if (open.isEmpty) return undefined;
    return [
      group.keepsClientAddress ? blind(group.address) : leg(routed, entrance, target, connectionsTo(open)),
    ];
  },
});

const blind = (group: string): Leg =>
  walked(
    [conditionStage("NO_TARGET", group, undefined, "targets admit the client's own address")],
    everyPacket,
  );

export function loadBalancers(configuration: Configuration, vpcs: Vpcs, notes: Notes): LoadBalancer[] {
  const listenersOf = notes.byOwner("aws_lb_listener", "load_balancer_arn", "aws_lb");
  const attached = notes.byOwner("aws_lb_target_group_attachment", "target_group_arn", "aws_lb_target_group");
  return configuration.resources("aws_lb").flatMap((balancer) => {
    const type = textOf(balancer.get("load_balancer_type")) ?? "application";
    if (type !== "network" && type !== "application") {
      notes.add(`${balancer.address} is a load balancer of a type that is not modelled`);
      return [];
    }
    const enforced = textOf(balancer.get("enforce_security_group_inbound_rules_on_private_link_traffic"));
    if (isUnknown(enforced)) notes.add(`what judges PrivateLink at ${balancer.address}: ${enforced.reason}`);
    const listeners = listenersOf(balancer).flatMap((listener) =>
      type === "application"
        ? [{ ports: portsOf(listener, notes), group: anyTarget(balancer) }]
        : listenerOf(listener, attached, notes),
    );
    const entrance = entranceOf(balancer, vpcs, notes);
    const judges = enforced !== "off";
    return [new LoadBalancer(keyOf(balancer.symbol("arn")), entrance, judges, listeners)];
  });
}

function entranceOf(balancer: Resource, vpcs: Vpcs, notes: Notes): Party {
  const mapped = blocksOf(balancer.get("subnet_mapping")).map((block) => entryOf(block, "subnet_id"));
  const subnets = [
    ...notes.each("aws_subnet", balancer.get("subnets"), balancer.address),
    ...notes.each("aws_subnet", { kind: "list", items: mapped }, balancer.address),
  ];
  const groups = notes.groupsOf(balancer);
  const internal = booleanOf(balancer.get("internal"));
  const interfaces = interfacesIn(vpcs, notes, balancer.address, subnets, {
    groups,
    // Created without a security group, it filters nothing, and can never receive one.
    unfiltered: isEmpty(groups),
    publicAddress: isUnknown(internal) ? undefined : !internal,
  });
  return party({ kind: "load balancer", name: nameOr(balancer, "name") }, balancer.address, interfaces);
}

type Attached = (group: Resource) => readonly Resource[];

/** Any target that rules may choose or that may be registered. */
const anyTarget = ({ address }: Resource): TargetGroup => ({
  address,
  ports: everyPort,
  keepsClientAddress: false,
});

function portsOf(listener: Resource, notes: Notes): IntervalSet {
  const port = numberOf(listener.get("port"));
  if (typeof port !== "number") notes.add(`the port of ${listener.address} is not known`);
  return typeof port === "number" ? IntervalSet.single(port) : everyPort;
}

function listenerOf(listener: Resource, attached: Attached, notes: Notes): Listener[] {
  const ports = portsOf(listener, notes);
  return targetsOf(listener).flatMap((arn) => {
    const group = notes.declared("aws_lb_target_group", arn, listener.address)?.resource;
    return group ? [{ ports, group: targetGroup(group, attached(group), notes) }] : [];
  });
}

/** Values that name the target groups of a listener. */
const targetsOf = (listener: Resource): Value[] =>
  blocksOf(listener.get("default_action")).flatMap((action) => [
    entryOf(action, "target_group_arn"),
    ...blocksOf(entryOf(action, "forward")).flatMap((forward) =>
      blocksOf(entryOf(forward, "target_group")).map((one) => entryOf(one, "arn")),
    ),
  ]);

function targetGroup(group: Resource, attached: readonly Resource[], notes: Notes): TargetGroup {
  const type = textOf(group.get("target_type")) ?? "instance";
  if (type === "alb") notes.add(`${group.address} forwards to a load balancer of another type`);
  const ports = [group, ...attached].map((one) => numberOf(one.get("port")));
  if (ports.some(isUnknown)) notes.add(`the port of ${group.address} is not known`);
  const keeps = booleanOf(group.get("preserve_client_ip"));
  return {
    address: group.address,
    ports: ports.some(isUnknown)
      ? everyPort
      : IntervalSet.of(...ports.flatMap((port) => (typeof port === "number" ? [[port, port] as const] : []))),
    // Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html
    keepsClientAddress: isUnknown(keeps) || (keeps ?? type !== "ip"),
  };
}
