import type { EnvironmentFile } from "./environment-schema";
import type { Environment, Organization } from "./model";

/** Fills in what follows from the rest of an environment: partition, zones, order. */
export function resolveEnvironment(
  name: string,
  file: EnvironmentFile,
  organizations: Organization[],
): Environment {
  const [a, b] = file.zones ?? [`${file.region}a`, `${file.region}b`];
  return {
    ...file,
    name,
    ...partitionOf(file.region),
    zones: [a as string, b as string],
    organizations: [...organizations].sort((x, y) => (x.name < y.name ? -1 : 1)),
  };
}

function partitionOf(region: string): { partition: string; dnsSuffix: string } {
  if (region.startsWith("cn-")) return { partition: "aws-cn", dnsSuffix: "amazonaws.com.cn" };
  if (region.startsWith("us-gov-")) return { partition: "aws-us-gov", dnsSuffix: "amazonaws.com" };
  return { partition: "aws", dnsSuffix: "amazonaws.com" };
}
