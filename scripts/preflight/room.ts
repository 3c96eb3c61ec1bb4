import { enough, type Finding, lacking } from "./check";

/** A quota as Service Quotas knows it. Those of a whole account stand in us-east-1. */
export interface QuotaPlace {
  readonly region: string;
  readonly service: string;
  readonly code: string;
}

/** The command that asks AWS for more. */
export const increaseOf = ({ region, service, code }: QuotaPlace, to: number): string =>
  `aws service-quotas request-service-quota-increase --region ${region} --service-code ${service} --quota-code ${code} --desired-value ${to}`;

/**
 * Whether a quota has room for what is still to be made.
 * @param there how many exist; undefined where the quota counts this environment alone
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
