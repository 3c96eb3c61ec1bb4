import type { Environment } from "../config/model";
import type { Place } from "../foundation/arn";

/** A bucket that environments keep their states in. */
export interface StateBucketSettings extends Place {
  readonly name: string;
  /** Those that keep their states in it, each under its own name. */
  readonly environments: readonly Environment[];
}

/**
 * Every bucket that config names, sorted by name, in the account of its environments.
 *
 * @throws Error where environments do not agree on where a bucket is: names of buckets are unique in all of AWS
 */
export function stateBuckets(environments: readonly Environment[]): StateBucketSettings[] {
  const buckets = new Map<string, StateBucketSettings>();
  for (const environment of environments) {
    const { state, account } = environment;
    if (state.backend !== "s3") continue;
    const place = { account, region: state.region ?? environment.region };
    const known = buckets.get(state.bucket);
    if (known && (known.account !== account || known.region !== place.region))
      throw new Error(
        `The bucket ${state.bucket} is in one account and one region, but ${known.environments[0]?.name} has it in ` +
          `${known.account}, ${known.region}, and ${environment.name} in ${account}, ${place.region}. Give each account a ` +
          "bucket of its own, or set state.region to the bucket's.",
      );
    const users = [...(known?.environments ?? []), environment];
    buckets.set(state.bucket, { name: state.bucket, ...place, environments: users });
  }
  return [...buckets.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
