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
import { type FoundApplication, https } from "./found";

/** An application behind a load balancer, and what config says of it. */
export interface ComparedApplication {
  readonly found: FoundApplication;
  /** @default - config does not open it */
  readonly meant: ApplicationIntent | undefined;
}

/**
 * Traffic that load balancers in front of applications admit and send, by the rules of their security groups alone:
 * their targets change at run time, so every possible target must be unreachable unless intended.
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
    // If its security groups are uncertain, it admits and sends what the rules of any of them allow.
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

/**
 * Behind a common load balancer, two organizations could answer each other's requests, with addresses that were
 * reassigned.
 */
function sharedProblems({ address }: Relay, own: readonly FoundApplication[]): Problem[] {
  const owners = [...new Set(own.map(({ namespace }) => namespace))];
  return owners.length < 2 ? [] : [problem(address, `is before applications of ${owners.join(" and ")}`)];
}

/** A principal with the private key of another certificate could impersonate its host names. */
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

/** Admitted traffic: listed ranges on the HTTPS port, and ICMP only for path MTU discovery. */
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

/** Sent traffic: to pods of its organization, on the ports of the applications that it opens. */
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
  IntervalSet.unionOf(own.map(({ port }) => IntervalSet.single(port)));

const isOwnPod = ({ id }: Party, own: readonly FoundApplication[]): boolean =>
  id.kind === "pods" && own.some(({ namespace }) => namespace === id.namespace);

/** A party to which a load balancer may open connections. */
export interface BalancerReach {
  readonly party: Party;
  /** Ports that may be open. */
  readonly ports: IntervalSet;
  /** Whether at least one connection certainly opens. */
  readonly isCertain: boolean;
  /** Whether it is a pod of the load balancer's organization, on ports of its applications only. */
  readonly isMeant: boolean;
}

/**
 * All parties inside VPCs to which load balancers in front of applications may open connections, after every layer on
 * the path.
 */
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

/** Without this, each of a thousand load balancers would be compared with every pod. */
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

/** Holders of each security group. */
const holdersIn = remembered(
  (network: Network): ReadonlyMap<string, readonly Party[]> =>
    listsByKey(
      [...new Set(partiesOf(network))].flatMap((party) =>
        groupsHeldBy(party).map((group) => [group, party] as const),
      ),
    ),
);

/** The network ACL of its subnets admits the ranges of the whole environment, and outgoing traffic from inside. */
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
