import type { Environment } from "../config/model";
import { policyJson } from "../foundation/policy";
import { bucketPolicy } from "./bucket-policy";
import type { StateBucketSettings } from "./bucket-settings";
import { usedForStates } from "./key-uses";

/**
 * Maximum number of characters for environments and their administrators, after a reserve for the rest of the policy.
 * https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html
 */
const most = { key: 32 * 1024 - 2000, bucket: 20 * 1024 };

/** A placeholder with the length of a key's ARN. */
const anyKeyArn = "k".repeat(80);

/**
 * Every bucket in config, sorted by name, in the account of its environments.
 *
 * @throws Error if environments disagree on a bucket's account or region, since bucket names are globally unique, or if
 * they and their administrators exceed the size of a policy
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
  for (const bucket of buckets.values()) refuseTooMany(bucket);
  return [...buckets.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function refuseTooMany(bucket: StateBucketSettings): void {
  const { name, environments } = bucket;
  const policies = { key: usedForStates(bucket), bucket: bucketPolicy(bucket, anyKeyArn) };
  if (policyJson(policies.key).length <= most.key && policyJson(policies.bucket).length <= most.bucket)
    return;
  const administrators = environments.reduce((sum, { cluster }) => sum + cluster.admins.length, 0);
  throw new Error(
    `The bucket ${name} is to keep the states of ${environments.length} environments with ${administrators} administrators ` +
      "together, for which its policy or that of its key has no room. Name another bucket in some of them, or let " +
      "administrators assume one role of yours, and list that one in cluster.admins.",
  );
}
