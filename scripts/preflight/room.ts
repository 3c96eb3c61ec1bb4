import { enough, type Finding, lacking } from "./check";

/** Identification of a quota in Service Quotas. Quotas of a whole account are in us-east-1. */
export interface QuotaPlace {
  readonly region: string;
  readonly service: string;
  readonly code: string;
}

/** The command that requests a higher quota. */
export const increaseOf = ({ region, service, code }: QuotaPlace, to: number): string =>
  `aws service-quotas request-service-quota-increase --region ${region} --service-code ${service} --quota-code ${code} --desired-value ${to}`;

/**
 * Whether a quota is sufficient for resources that do not exist yet.
 *
 * @param there number of existing ones; undefined if the quota applies to this environment only
 */
export function roomFor(
  more: number,
  there: number | undefined,
  allowed: number,
  quota: QuotaPlace,
): Finding {
  const total = (there ?? 0) + more;
  const text = [
    `${more} needed`,
    ...(there === undefined ? [] : [`${there} in use`]),
    `${allowed} allowed`,
  ].join(", ");
  return total <= allowed ? enough(text) : lacking(text, increaseOf(quota, total));
}
