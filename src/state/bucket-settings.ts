import type { Environment } from "../config/model";
import type { Place } from "../foundation/arn";

/** A bucket with states of environments. */
export interface StateBucketSettings extends Place {
  readonly name: string;
  /** Environments with states in the bucket, each under its own prefix. */
  readonly environments: readonly Environment[];
}
