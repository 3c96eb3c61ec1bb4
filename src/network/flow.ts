import { portNumber } from "../config/port-numbers";

/** Source or target of packets: a pair of subnets, listed ranges outside of the VPCs, or the internet. */
export type Place =
  | "clusterPrivate"
  | "clusterPublic"
  | "databasePrivate"
  | "databasePublic"
  | "externalClients"
  | "applicationClients"
  | "internet";

/** Places whose ranges are listed in config, where single ranges may change. */
export const listedPlaces: readonly Place[] = ["externalClients", "applicationClients"];

/** Networks that make up each place. */
export type Addresses = Readonly<Record<Place, readonly string[]>>;

/** Properties of a packet, besides its address, that a network ACL entry matches. */
export interface Match {
  readonly protocol: "tcp" | "icmp" | "-1";
  readonly fromPort?: number;
  readonly toPort?: number;
  readonly icmpType?: number;
  readonly icmpCode?: number;
}

/** Requests that open connections, and their responses. */
export class Traffic {
  /** Any protocol in both directions. Only within one place, where security groups alone decide. */
  static readonly anything = new Traffic([{ protocol: "-1" }], []);

  /** TCP connections to these ports. */
  static tcp(...ports: number[]): Traffic {
    return new Traffic(
      ports.map((port) => tcpPorts(port, port)),
      [ephemeral],
    );
  }

  /** TCP connections to these ports outside of the VPC, where a router may have a smaller MTU. */
  static tcpToInternet(...ports: number[]): Traffic {
    return new Traffic(Traffic.tcp(...ports).requests, [ephemeral, fragmentationNeeded]);
  }

  /** ICMP "fragmentation needed" from a router with a smaller MTU, without responses. */
  static fragmentationNeeded(): Traffic {
    return new Traffic([fragmentationNeeded], []);
  }

  /** TCP connections to listed ports: the number of a port's entry does not depend on the other ports. */
  static tcpListed(ports: readonly number[]): Traffic {
    return new Traffic(Traffic.tcp(...ports).requests, [ephemeral], ({ fromPort }) =>
      portNumber(fromPort as number),
    );
  }

  private constructor(
    readonly requests: readonly Match[],
    readonly answers: readonly Match[],
    /** Offset of an entry in the numbers of its flow, for each of the two directions. */
    readonly placeOf: (match: Match, index: number) => number = (_, index) => index,
  ) {}
}

const tcpPorts = (fromPort: number, toPort: number): Match => ({ protocol: "tcp", fromPort, toPort });

/**
 * Ports of responses. Not only Linux's 32768-60999: SNAT of the VPC CNI, NAT gateways and Lambda use the whole range.
 * For the same reason, no port in it can be denied without occasionally losing a response.
 */
const ephemeral = tcpPorts(1024, 65535);

/** Without this message, path MTU discovery fails: connections hang at their first full-size packet. */
const fragmentationNeeded: Match = { protocol: "icmp", icmpType: 3, icmpCode: 4 };

/** Connections from one place to another. All entries of network ACLs are derived from flows. */
export interface Flow {
  /** Part of the Terraform addresses of its entries. */
  readonly id: string;
  /**
   * First number of its entries: a flow reserves 20 numbers, 634 with listed ports, and 14983 with a place of listed
   * ranges at one end. The number must not change when flows are added or removed: AWS refuses an entry whose number
   * another entry still has.
   */
  readonly number: number;
  readonly from: Place;
  readonly to: Place;
  /** Subnets of the gateway that the packets pass. @default - none */
  readonly through?: Place;
  readonly traffic: Traffic;
  /** Purpose of the connections. */
  readonly why: string;
}
