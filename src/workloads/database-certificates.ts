import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import { Fn } from "cdktf";
import { Construct } from "constructs";

const fileName = "ca.pem";

export interface DatabaseCertificatesProps {
  readonly namespace: string;
  /** Root certificates, as PEM: of the one kind that vouches for what the clients call, and no other. */
  readonly authorities: readonly string[];
}

/** What clients check a database's certificate against: without it TLS hides the traffic, but not from an attacker in the middle. */
export class DatabaseCertificates extends Construct {
  /** Name of the ConfigMap in every namespace. */
  static readonly configMapName = "rds-ca";
  /** Where pods mount them. */
  static readonly mountPath = "/etc/rds-ca";
  /** The file that clients name as `sslrootcert`. */
  static readonly file = `${DatabaseCertificates.mountPath}/${fileName}`;

  /** Name of the ConfigMap, as a reference. */
  readonly configMap: string;

  constructor(scope: Construct, id: string, { namespace, authorities }: DatabaseCertificatesProps) {
    super(scope, id);
    const bundle = authorities.join("");
    const configMap = new ConfigMapV1(this, "Resource", {
      metadata: { name: DatabaseCertificates.configMapName, namespace },
      // Terraform's HCL adds a line end to text of several lines; in base64 both of its languages say the same.
      data: { [fileName]: Fn.base64decode(Buffer.from(bundle).toString("base64")) },
    });
    this.configMap = configMap.metadata.name;
  }
}
