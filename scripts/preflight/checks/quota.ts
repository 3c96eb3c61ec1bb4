import { z } from "zod";
import type { Aws, AwsCall } from "../../aws/cli";
import { AwsError } from "../../aws/errors";
import { type Check, type Looking, read } from "../check";
import { roomFor } from "../room";

/** A quota of Service Quotas. https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html */
export interface Quota {
  readonly name: string;
  readonly service: string;
  readonly code: string;
  /** AWS's error code halfway through an apply. */
  readonly refusal: string;
  /** Calls of `needed` and `used`. @default - none */
  readonly reads?: readonly AwsCall[];
  /** Number that the environment still needs. */
  readonly needed: (looking: Looking) => number | Promise<number>;
  /** Number that the account already uses. @default - none: the quota applies to this environment only */
  readonly used?: (looking: Looking) => Promise<number>;
}

const applied = read("servicequotas:GetServiceQuota", "service-quotas", "get-service-quota");
const first = read(
  "servicequotas:GetAWSDefaultServiceQuota",
  "service-quotas",
  "get-aws-default-service-quota",
);
const quotaShape = z.object({ Quota: z.object({ Value: z.number() }) });

/** The calls of `allowedBy`. */
export const quotaReads: readonly AwsCall[] = [applied, first];

/**
 * The reason for checking a quota.
 *
 * @param refusal AWS's error code
 */
export const refusedWith = (refusal: string): string =>
  `Beyond it AWS refuses, in the middle of an apply: \`${refusal}\`.`;

export const quotaCheck = ({ name, service, code, refusal, reads = [], needed, used }: Quota): Check => ({
  name,
  reason: refusedWith(refusal),
  reads: [...reads, ...quotaReads],
  async look(looking) {
    const more = await needed(looking);
    if (more === 0) return [];
    const [quota, there] = await Promise.all([
      allowedBy(looking.aws, service, code),
      used ? used(looking) : undefined,
    ]);
    const { region } = looking.needs.environment;
    return [roomFor(more, there, quota, { region, service, code })];
  },
});

/** The applied value of a quota in the account, or the default value. */
export async function allowedBy(aws: Aws, service: string, code: string): Promise<number> {
  const words = ["--service-code", service, "--quota-code", code];
  try {
    return (await aws.ask(applied, quotaShape, ...words)).Quota.Value;
  } catch (error) {
    if (!(error instanceof AwsError && error.code === "NoSuchResourceException")) throw error;
    return (await aws.ask(first, quotaShape, ...words)).Quota.Value;
  }
}

/** Number of items that a call lists. */
export const listed = (
  call: AwsCall,
  key: string,
  counts: (item: unknown) => boolean = () => true,
): Pick<Quota, "reads" | "used"> => ({
  reads: [call],
  async used({ aws }) {
    const answer = await aws.ask(call, z.object({ [key]: z.array(z.unknown()).default([]) }));
    return (answer[key] ?? []).filter(counts).length;
  },
});
