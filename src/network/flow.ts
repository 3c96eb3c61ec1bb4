import { portNumber } from "../config/port-numbers";

/** Where packets come from or go to: the two subnets of one kind, listed ranges outside, or the world outside. */
export type Place =
  | "clusterPrivate"
  | "clusterPublic"
  | "databasePrivate"
  | "databasePublic"
  | "externalClients"
  | "applicationClients"
  | "internet";

/** Places whose ranges a user lists, and may change one by one. */
export const listedPlaces: readonly Place[] = ["externalClients", "applicationClients"];

/** Networks that make up each place. */
export type Addresses = Readonly<Record<Place, readonly string[]>>;

/** What a network ACL entry looks at beside the address. */
export interface Match {
  readonly protocol: "tcp" | "icmp" | "-1";
  readonly fromPort?: number;
  readonly toPort?: number;
  readonly icmpType?: number;
  readonly icmpCode?: number;
}

/** What one side sends to open connections, and what comes back. */
export class Traffic {
  /** Any protocol, both ways. Only within one place, where security groups alone decide. */
  static readonly anything = new Traffic([{ protocol: "-1" }], []);

  /** TCP connections to these ports. */
  static tcp(...ports: number[]): Traffic {
    return new Traffic(
      ports.map((port) => tcpPorts(port, port)),
      [ephemeral],
    );
  }

  /** TCP connections to these ports outside, where a router on the way may have a smaller MTU than the VPC. */
  static tcpToInternet(...ports: number[]): Traffic {
    return new Traffic(Traffic.tcp(...ports).requests, [ephemeral, fragmentationNeeded]);
  }

  /** The message of a router whose next link has a smaller MTU, without anything in return. */
  static fragmentationNeeded(): Traffic {
    return new Traffic([fragmentationNeeded], []);
  }

  /** TCP connections to ports that a user lists: a port keeps its number in the ACL whatever is listed beside it. */
  static tcpListed(ports: readonly number[]): Traffic {
    return new Traffic(Traffic.tcp(...ports).requests, [ephemeral], ({ fromPort }) =>
      portNumber(fromPort as number),
    );
  }

  private constructor(
    readonly requests: readonly Match[],
    readonly answers: readonly Match[],
    /** Counts what one direction lets pass, each in two numbers of the flow. */
    readonly placeOf: (match: Match, index: number) => number = (_, index) => index,
  ) {}
}

const tcpPorts = (fromPort: number, toPort: number): Match => ({ protocol: "tcp", fromPort, toPort });

/**
 * Ports that answers come back to. Not the 32768-60999 of Linux: the CNI plugin's SNAT, NAT gateways and Lambda use
 * the whole range. For the same reason no port inside it can be denied without losing an answer now and then.
 */
const ephemeral = tcpPorts(1024, 65535);

/** Without this message path MTU discovery fails: connections open, and hang on their first full packet. */
const fragmentationNeeded: Match = { protocol: "icmp", icmpType: 3, icmpCode: 4 };

/** One side opens connections to another. Everything that network ACLs let pass follows from flows. */
export interface Flow {
  /** Part of the Terraform addresses of its entries. */
  readonly id: string;
  /**
   * First rule number of its entries, which take the next 19 too, the next 633 where ports are listed, or the next 14982
   * where one end is a listed place. It must not change when flows are added or removed: AWS refuses a rule under a number that another rule is about to
   * leave.
   */
  readonly number: number;
  readonly from: Place;
  readonly to: Place;
  /** Subnets with the gateway that the packets pass. @default - none */
  readonly through?: Place;
  readonly traffic: Traffic;
  /** Who needs this and why. */
  readonly why: string;
}
