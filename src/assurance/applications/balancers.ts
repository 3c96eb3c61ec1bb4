import { groupedBy, listsByKey } from "../grouping";
import type { ApplicationIntent, Intent } from "../intent";
import { addressesIn, addressesText, isUncertain, type Network, type Party } from "../network";
import { connectionsTo, leg } from "../network/legs";
import { axis, everyPort, packets, pointOf, samplePacket } from "../network/packets";
import { groupsHeldBy } from "../network/parties";
import type { Relay } from "../network/relays";
import type { SecurityRule } from "../network/security-groups";
import type { Problem } from "../problem";
import { remembered } from "../remembered";
import { IntervalSet } from "../sets";
import type { FoundApplication } from "./found";

/** An application that is found, and what config says of it. */
export interface ComparedApplication {
  readonly found: FoundApplication;
  /** @default - config does not open it */
  readonly meant: ApplicationIntent | undefined;
}

/**
 * What load balancers before applications admit and send, by the rules of their groups alone: the targets that they have at
 * one time are not known, so whatever could become one has to stay out of reach.
 */
export function balancerProblems(
  network: Network,
  applications: readonly ComparedApplication[],
  intent: Pick<Intent, "applicationRanges">,
): Problem[] {
  const admitted = addressesIn(intent.applicationRanges ?? []);
  return [...groupedBy(applications, ({ found }) => found.balancer)].flatMap(([balancer, compared]) => {
    const own = compared.map(({ found }) => found);
    const meant = compared.flatMap((one) => one.meant ?? []);
    const ranges = addressesIn(meant.flatMap((one) => one.ranges));
    // One that may have any group admits and sends what the rules of each say.
    const follows = isUncertain(balancer.entrance) ? { follows: [balancer.address] } : {};
    return [
      ...sharedProblems(balancer, own),
      ...certificateProblems(balancer, own, meant),
      ...[
        ...rulesOf(network, balancer, "ingress").flatMap((rule) => admission(balancer, rule, ranges)),
        ...rulesOf(network, balancer, "egress").flatMap((rule) => sending(network, balancer, rule, own)),
      ].map((one) => ({ ...one, ...follows })),
      ...aclProblems(balancer, admitted),
    ];
  });
}

/** Of two organizations behind one load balancer each could answer for the other, with an address that it once had. */
function sharedProblems({ address }: Relay, own: readonly FoundApplication[]): Problem[] {
  const owners = [...new Set(own.map(({ namespace }) => namespace))];
  return owners.length < 2 ? [] : [problem(address, `is before applications of ${owners.join(" and ")}`)];
}

/** Who holds the private key of another certificate may answer for its host names. */
function certificateProblems(
  { address }: Relay,
  own: readonly FoundApplication[],
  meant: readonly ApplicationIntent[],
): Problem[] {
  const found = new Set(own.flatMap(({ certificates }) => certificates));
  const wanted = new Set(meant.map(({ certificate }) => certificate));
  return [
    ...[...found]
      .filter((one) => !wanted.has(one))
      .map((one) => problem(address, `answers with the certificate ${one}, which config does not name`)),
    ...[...wanted]
      .filter((one) => !found.has(one))
      .map((one) => problem(address, `does not answer with the certificate ${one}, which config names`)),
  ];
}

const rulesOf = (
  network: Network,
  { entrance, exits }: Relay,
  direction: SecurityRule["direction"],
): SecurityRule[] =>
  [...new Set([entrance, ...exits].flatMap(groupsHeldBy))].flatMap(
    (key) => network.groups.get(key)?.rules.filter((rule) => rule.direction === direction) ?? [],
  );

/** Ranges of people, on the port of HTTPS; of ICMP only what says that a packet is too large. */
function admission(
  { name }: Relay,
  { peer, service, address }: SecurityRule,
  ranges: IntervalSet,
): Problem[] {
  if (!("addresses" in peer)) return [problem(address, `admits holders of a security group to ${name}`)];
  const surplus = peer.addresses.possible.subtract(ranges);
  const opened = packets(service).intersect(connectionsTo(everyPort)).projected(axis.destinationPort);
  const ports = opened.subtract(IntervalSet.single(https));
  return [
    ...(surplus.isEmpty
      ? []
      : [problem(address, `admits ${addressesText(surplus)} to ${name}, which config does not list`)]),
    ...(ports.isEmpty
      ? []
      : [problem(address, `admits connections to other ports of ${name} than ${https}`)]),
  ];
}

const https = 443;

/** Pods of its organization, on the ports of the applications that it opens. */
function sending(
  network: Network,
  { name }: Relay,
  { peer, service, address }: SecurityRule,
  own: readonly FoundApplication[],
): Problem[] {
  if (!("group" in peer)) return [problem(address, `lets ${name} send to addresses, whatever has them`)];
  const ports = packets(service).projected(axis.destinationPort).subtract(portsOf(own));
  const strangers = (holdersIn(network).get(peer.group) ?? []).filter((one) => !isOwnPod(one, own));
  return [
    ...(ports.isEmpty
      ? []
      : [problem(address, `lets ${name} send to other ports than those of its applications`)]),
    ...strangers.map((one) => ({
      ...problem(address, `lets ${name} reach ${one.name}, which is no pod of its organization`),
      ...(holdsPerhaps(one, peer.group) && { follows: [one.address] }),
    })),
  ];
}

const holdsPerhaps = ({ interfaces }: Party, group: string): boolean =>
  !interfaces.some(({ groups }) => groups.certain.includes(group));

const portsOf = (own: readonly FoundApplication[]): IntervalSet =>
  own.reduce((sum, { port }) => sum.union(IntervalSet.single(port)), IntervalSet.empty);

const isOwnPod = ({ id }: Party, own: readonly FoundApplication[]): boolean =>
  id.kind === "pods" && own.some(({ namespace }) => namespace === id.namespace);

/** A party to which a load balancer may open connections. */
export interface BalancerReach {
  readonly party: Party;
  /** Ports that may be open. */
  readonly ports: IntervalSet;
  /** Whether some connection opens for certain. */
  readonly isCertain: boolean;
  /** Whether it is a pod of the load balancer's organization, on the ports of its applications alone. */
  readonly isMeant: boolean;
}

/** All that load balancers before applications may open connections to inside of VPCs, by every layer on the way. */
export function balancerReach(
  network: Network,
  balancer: Relay,
  applications: readonly FoundApplication[],
): BalancerReach[] {
  const own = applications.filter((one) => one.balancer === balancer);
  return candidatesOf(network, balancer).flatMap((party) => {
    const { passes } = leg(network, balancer.entrance, party, connectionsTo(everyPort));
    const ports = passes.possible.projected(axis.destinationPort);
    if (ports.isEmpty) return [];
    const isMeant = isOwnPod(party, own) && ports.subtract(portsOf(own)).isEmpty;
    return [{ party, ports, isCertain: !passes.certain.isEmpty, isMeant }];
  });
}

/** Without this, a thousand load balancers would each be asked about every pod. */
function candidatesOf(network: Network, balancer: Relay): Party[] {
  const rules = rulesOf(network, balancer, "egress");
  const isOpen =
    rules.some(({ peer }) => "addresses" in peer) ||
    balancer.entrance.interfaces.some(({ unfiltered, groups }) => unfiltered || groups.unknown !== undefined);
  const named = isOpen
    ? partiesOf(network)
    : rules.flatMap(({ peer }) => ("group" in peer ? (holdersIn(network).get(peer.group) ?? []) : []));
  return [...new Set(named)].filter((one) => one !== balancer.entrance && one.kind !== "internet");
}

const partiesOf = ({ sources, databases, relays }: Network): Party[] => [
  ...sources,
  ...databases,
  ...relays.flatMap(({ entrance, exits }) => [entrance, ...exits]),
];

/** Everything that holds a security group, by the group. */
const holdersIn = remembered(
  (network: Network): ReadonlyMap<string, readonly Party[]> =>
    listsByKey(
      [...new Set(partiesOf(network))].flatMap((party) =>
        groupsHeldBy(party).map((group) => [group, party] as const),
      ),
    ),
);

/** The ACL of its subnets admits the ranges of the whole environment, and what comes from inside on its way out. */
function aclProblems({ entrance }: Relay, ranges: IntervalSet): Problem[] {
  const subnets = new Map(entrance.interfaces.map(({ subnet }) => [subnet.acl, subnet]));
  return [...subnets.values()].flatMap(({ acl, vpc }) => {
    const admitted = acl.passes("ingress").possible.intersect(connectionsTo(IntervalSet.single(https)));
    const source = admitted.projected(axis.source).subtract(ranges).subtract(vpc.addresses);
    const packet = samplePacket(admitted.intersect(packets({ source })));
    return packet
      ? [
          problem(
            acl.deciding("ingress", pointOf(packet))?.address ?? acl.address,
            `lets ${addressesText(source)} to load balancers, which applicationAccess does not list`,
          ),
        ]
      : [];
  });
}

const problem = (at: string, text: string): Problem => ({
  about: "network",
  at,
  text: `${at} ${text}`,
  details: [],
});
