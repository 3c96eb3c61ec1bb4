/** A drawing of the network before anybody decided where on paper its parts are. */
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

/** Somebody who opens or accepts connections, or a gateway. */
export interface Box {
  readonly id: string;
  readonly kind: "client" | "database" | "relay" | "gateway" | "kept-out" | "doubtful";
  readonly title: string;
  readonly notes: readonly string[];
}

export interface Line {
  readonly from: string;
  readonly to: string;
  /** `allowed` as it is meant, `breach` where it is not, `doubtful` where it is not known. */
  readonly kind: "allowed" | "breach" | "doubtful";
}
