import type { Environment } from "../config/model";
import type { Place } from "../foundation/arn";

/** A bucket that environments keep their states in. */
export interface StateBucketSettings extends Place {
  readonly name: string;
  /** Those that keep their states in it, each under its own name. */
  readonly environments: readonly Environment[];
}
