/** A drawing of the network before its parts have positions. */
export interface Drawing {
  readonly places: readonly Place[];
  /** What is outside of every VPC. */
  readonly boxes: readonly Box[];
  readonly lines: readonly Line[];
}

/** A VPC, or the subnets of one that share a network ACL. */
export interface Place {
  readonly id: string;
  readonly title: string;
  readonly notes: readonly string[];
  readonly boxes: readonly Box[];
  readonly places: readonly Place[];
}

/** Parties that open or accept connections, or a gateway. */
export interface Box {
  readonly id: string;
  readonly kind: Opening | "database" | "relay" | "gateway" | "kept-out";
  readonly title: string;
  readonly notes: readonly string[];
}

export interface Line {
  readonly from: string;
  readonly to: string;
  readonly kind: Opening;
  /** Ports of the connection. @default - those that the box at its end names */
  readonly label?: string;
}

/** How an open connection, and the party that opens it, is marked. */
export type Opening = "allowed" | "excepted" | "breach" | "doubtful";
