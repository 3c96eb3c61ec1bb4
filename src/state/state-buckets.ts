import type { Environment } from "../config/model";
import type { Place } from "../foundation/arn";

/** A bucket that environments keep their states in. */
export interface StateBucketSettings extends Place {
  readonly name: string;
  /** Those that keep their states in it, each under its own name. */
  readonly environments: readonly Environment[];
}

/**
 * Most environments of a bucket. The policy of its key has statements per environment, of about 1,300 characters, and KMS
 * takes 32 kB: https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html
 */
const mostEnvironments = 20;

/**
 * Every bucket that config names, sorted by name, in the account of its environments.
 *
 * @throws Error where environments do not agree on where a bucket is, since names of buckets are unique in all of AWS, and
 * where there are too many for one bucket
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
    if (users.length > mostEnvironments)
      throw new Error(
        `The bucket ${state.bucket} is to keep the states of more than ${mostEnvironments} environments, for which the ` +
          "policy of its key has no room. Name another bucket in some of them.",
      );
    buckets.set(state.bucket, { name: state.bucket, ...place, environments: users });
  }
  return [...buckets.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
