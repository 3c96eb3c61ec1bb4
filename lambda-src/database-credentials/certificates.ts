import fs from "node:fs";
import path from "node:path";

/**
 * Root certificates of RDS in the function's region, which lie next to its code. A database that shows a certificate of
 * another region, or one of Amazon's public web services, is not ours.
 *
 * @param folder where the function's code is
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
