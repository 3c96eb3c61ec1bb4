/** Domains of AWS's databases, endpoints, services and machines. */
const domainsOfAws: readonly string[] = [
  "amazonaws.com",
  "amazonaws.com.cn",
  "amazonaws.eu",
  "api.aws",
  "compute.internal",
  "ec2.internal",
  "ecr.aws",
  "on.aws",
];

/**
 * Whether a private zone of this name hides names of AWS: it is one of AWS's domains, or inside or above one. A zone
 * hides all names below its own, even those without a record.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-considerations.html
 */
export function hidesAws(zone: string): boolean {
  const name = zone.toLowerCase().replace(/\.+$/, "");
  return domainsOfAws.some(
    (domain) => name === "" || name === domain || name.endsWith(`.${domain}`) || domain.endsWith(`.${name}`),
  );
}
