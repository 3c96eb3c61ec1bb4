import { type Interval, IntervalSet, Region } from "../sets";
import { addressText, everyAddress } from "./addresses";

/**
 * Packets as points: source address, destination address, protocol number, source port, destination port. For ICMP, the
 * destination port is the type and the source port the code; protocols without ports have all values.
 */
export const axis = { source: 0, destination: 1, protocol: 2, sourcePort: 3, destinationPort: 4 } as const;

export const everyPort = IntervalSet.of([0, 65535]);
const everyProtocol = IntervalSet.of([0, 255]);
export const tcp = 6;
export const udp = 17;
const icmp = 1;

/** Source ports of clients, including NAT gateways and load balancers. */
export const clientPorts = IntervalSet.of([1024, 65535]);

export interface PacketsOf {
  readonly source?: IntervalSet;
  readonly destination?: IntervalSet;
  readonly protocol?: IntervalSet;
  readonly sourcePort?: IntervalSet;
  readonly destinationPort?: IntervalSet;
}

/** All packets with these properties; an omitted property may have any value. */
export const packets = (of: PacketsOf = {}): Region =>
  Region.of(
    of.source ?? everyAddress,
    of.destination ?? everyAddress,
    of.protocol ?? everyProtocol,
    of.sourcePort ?? everyPort,
    of.destinationPort ?? everyPort,
  );

export const everyPacket = packets();

/** The responses to packets: source and destination swapped. */
export const answersTo = (region: Region): Region =>
  region.permuted([axis.destination, axis.source, axis.protocol, axis.destinationPort, axis.sourcePort]);

/** One packet. */
export interface Packet {
  readonly source: number;
  readonly destination: number;
  readonly protocol: number;
  readonly sourcePort: number;
  readonly destinationPort: number;
}

export function samplePacket(region: Region): Packet | undefined {
  const point = region.sample;
  if (!point) return undefined;
  const [source, destination, protocol, sourcePort, destinationPort] = point as [
    number,
    number,
    number,
    number,
    number,
  ];
  return { source, destination, protocol, sourcePort, destinationPort };
}

export const pointOf = (packet: Packet): readonly number[] => [
  packet.source,
  packet.destination,
  packet.protocol,
  packet.sourcePort,
  packet.destinationPort,
];

export const answerTo = (packet: Packet): Packet => ({
  source: packet.destination,
  destination: packet.source,
  protocol: packet.protocol,
  sourcePort: packet.destinationPort,
  destinationPort: packet.sourcePort,
});

const protocolNames: Record<number, string> = { 1: "icmp", 6: "tcp", 17: "udp" };

const protocolText = (protocol: number): string => protocolNames[protocol] ?? `protocol ${protocol}`;

export const packetText = (packet: Packet): string =>
  `${protocolText(packet.protocol)} ${addressText(packet.source)}:${packet.sourcePort} > ` +
  `${addressText(packet.destination)}:${packet.destinationPort}`;

/** Protocol and ports of a rule, in the notation of security groups and network ACLs. */
export interface Service {
  readonly protocol: string;
  readonly fromPort?: number | undefined;
  readonly toPort?: number | undefined;
  readonly icmpType?: number | undefined;
  readonly icmpCode?: number | undefined;
}

/** Protocol and ports of a rule as sets; undefined for an unknown protocol. */
export function serviceOf(service: Service): PacketsOf | undefined {
  const name = service.protocol.toLowerCase();
  if (name === "-1" || name === "all") return {};
  const number = ({ tcp, udp, icmp } as Record<string, number>)[name] ?? Number(name);
  if (!Number.isInteger(number) || number < 0 || number > 255) return undefined;
  const protocol = IntervalSet.single(number);
  if (number === icmp) return { protocol, ...icmpTypes(service) };
  if (number !== tcp && number !== udp) return { protocol };
  return { protocol, destinationPort: IntervalSet.of(ports(service)) };
}

/** -1 means all, for type and code. */
function icmpTypes({ icmpType, icmpCode }: Service): PacketsOf {
  const any = (value: number | undefined): boolean => value === undefined || value === -1;
  return {
    destinationPort: any(icmpType) ? everyPort : IntervalSet.single(icmpType as number),
    sourcePort: any(icmpCode) ? everyPort : IntervalSet.single(icmpCode as number),
  };
}

/** An omitted port or -1 means no limit. */
const ports = ({ fromPort, toPort }: Service): Interval => [
  fromPort === undefined || fromPort === -1 ? 0 : fromPort,
  toPort === undefined || toPort === -1 ? 65535 : toPort,
];
