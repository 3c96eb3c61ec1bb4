import type { Environment } from "../model";
import { enumerate, type Problem } from "../problem";
import { partsOf } from "./arn";

/**
 * Roles of other accounts may administer the cluster, but plans use credentials of the environment's account: without
 * an administrator of that account, the stacks after the cluster cannot be deployed.
 */
export function administratorOfAccount({ account, cluster }: Environment): Problem[] {
  const accounts = cluster.admins.map((arn) => partsOf(arn).account);
  if (accounts.includes(account)) return [];
  return [
    {
      path: ["cluster", "admins"],
      found: `only roles of the account ${enumerate([...new Set(accounts)])}`,
      allowed: `at least one role of the account ${account}, which deploys the stacks after the cluster`,
      fix: "Add the role that runs Terraform, or correct `account`.",
    },
  ];
}

/** S3 encrypts with keys of the bucket's region only. */
export function regionOfStateKey({ state, region }: Environment): Problem[] {
  if (state.backend !== "s3" || !state.kmsKeyArn) return [];
  const bucketRegion = state.region ?? region;
  const { region: keyRegion } = partsOf(state.kmsKeyArn);
  if (keyRegion === bucketRegion) return [];
  return [
    {
      path: ["state", "kmsKeyArn"],
      found: `a key in ${keyRegion}`,
      allowed: `a key in ${bucketRegion}, the region of the bucket`,
      fix: "Name a key of that region, or set state.region.",
    },
  ];
}
