import fs from "node:fs";
import path from "node:path";

/**
 * CA certificates of RDS in the function's region, from a file next to the function's code. A certificate of another
 * region, or of one of Amazon's public web services, is not accepted.
 *
 * @param folder folder with the function's code
 */
export function rdsRootCertificates(folder: string): string[] {
  const file = path.join(folder, "rds-ca.pem");
  const text = fs.existsSync(file) ? fs.readFileSync(file, "utf8") : "";
  const roots = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g);
  if (!roots) {
    throw new Error(
      `${file} holds no certificate. Deploy the function with the root certificates of its region.`,
    );
  }
  return [...roots];
}
