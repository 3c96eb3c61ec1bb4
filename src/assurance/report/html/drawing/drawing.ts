/** A drawing of the network, before its parts have positions. */
export interface Drawing {
  readonly places: readonly Place[];
  /** Boxes outside of every VPC. */
  readonly boxes: readonly Box[];
  readonly lines: readonly Line[];
}

/** A VPC, or its subnets with a common network ACL. */
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
  /** Ports of the connection. @default - those of the box at its end */
  readonly label?: string;
}

/** Classification of an open connection, and of its source. */
export type Opening = "allowed" | "excepted" | "breach" | "doubtful";
