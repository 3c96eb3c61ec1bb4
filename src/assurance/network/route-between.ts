import { remembered } from "../remembered";
import type { IntervalSet } from "../sets";
import { everyAddress } from "./addresses";
import type { Extent } from "./extent";
import { axis, clientPorts, everyPacket, everyPort, packets } from "./packets";
import type { End, NetworkInterface } from "./parties";
import { type Peering, peeringsBetween } from "./peerings";
import type { RoutedNetwork } from "./routed-network";
import { local } from "./routes";
import { aclStage, conditionStage, routeStage, type Stage } from "./stages";
import type { Subnet } from "./vpcs";

/**
 * The components between two interfaces, without their security groups: ACLs, routes and gateways, in both directions.
 */
export function routeBetween(network: RoutedNetwork, from: End, to: End): readonly Stage[] {
  if (from === "internet" && to === "internet") return [];
  if (from === "internet") return fromInternet(to as NetworkInterface);
  if (to === "internet") return toInternet(network, from);
  return betweenSubnets(network.peerings)(from.subnet)(to.subnet);
}

/** Remembered, since thousands of pods share few pairs of subnets. */
const betweenSubnets = remembered((peerings: readonly Peering[]) =>
  remembered((from: Subnet) => remembered((to: Subnet) => acrossSubnets(peerings, from, to))),
);

/** Inside a subnet, only security groups filter packets. */
function acrossSubnets(peerings: readonly Peering[], from: Subnet, to: Subnet): readonly Stage[] {
  if (from === to) return [];
  const targets = from.vpc === to.vpc ? [local] : peeringsBetween(peerings, from.vpc.key, to.vpc.key);
  return [
    aclStage(from, "egress", false),
    routeStage(from, targets, false),
    aclStage(to, "ingress", false),
    aclStage(to, "egress", true),
    routeStage(to, targets, true),
    aclStage(from, "ingress", true),
  ];
}

/** The internet gateway delivers to public addresses; responses need a route to it. */
function fromInternet(to: NetworkInterface): Stage[] {
  return [
    ...publicStages(to),
    aclStage(to.subnet, "ingress", false),
    aclStage(to.subnet, "egress", true),
    routeStage(to.subnet, to.subnet.vpc.internetGateways, true),
  ];
}

const publicStages = ({ subnet, publicAddress }: NetworkInterface): Stage[] => [
  conditionStage(
    "NO_PUBLIC_ADDRESS",
    `interface in ${subnet.address}`,
    publicAddress,
    "it has a public address",
    "it has no public address",
  ),
  conditionStage(
    "NO_INTERNET_GATEWAY",
    subnet.vpc.address,
    subnet.vpc.internetGateways.length > 0,
    "an internet gateway is attached",
    "no internet gateway is attached",
  ),
];

/** Through the subnet's NAT gateways if its default route leads there, otherwise with a public address. */
function toInternet(network: RoutedNetwork, from: NetworkInterface): Stage[] {
  const { subnet } = from;
  const out = [aclStage(subnet, "egress", false), aclStage(subnet, "ingress", true)];
  const nats = network.nats.filter(({ key }) => subnet.routes.targets.includes(key));
  const [nat, ...others] = nats;
  if (others.length > 0)
    return [conditionStage("NO_ROUTE_TO_DESTINATION", subnet.routes.address, undefined, "one NAT gateway")];
  if (!nat) return [...out, ...publicStages(from), routeStage(subnet, subnet.vpc.internetGateways, false)];
  return [
    ...out,
    routeStage(subnet, [nat.key], false),
    ...(nat.subnet === subnet
      ? []
      : [aclStage(nat.subnet, "ingress", false), aclStage(nat.subnet, "egress", true)]),
    ...[
      aclStage(nat.subnet, "egress", false),
      routeStage(nat.subnet, nat.subnet.vpc.internetGateways, false),
      aclStage(nat.subnet, "ingress", true),
    ].map((stage) => translated(stage, nat.subnet.addresses)),
  ];
}

/** A stage behind a gateway that translates source address and port. */
function translated(stage: Stage, addresses: IntervalSet): Stage {
  const outside = packets({ source: addresses, sourcePort: clientPorts });
  const anySource = new Map([
    [axis.source, everyAddress],
    [axis.sourcePort, everyPort],
  ]);
  const passes: Extent = {
    // Certain only if the stage passes the packet with every address and port that the gateway may choose.
    certain: everyPacket.subtract(outside.subtract(stage.passes.certain).rewritten(anySource)),
    possible: stage.passes.possible.intersect(outside).rewritten(anySource),
    unknowns: stage.passes.unknowns,
  };
  const source = addresses.smallest as number;
  return { ...stage, passes, why: (packet) => stage.why({ ...packet, source, sourcePort: 1024 }) };
}
