import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import { Fn } from "cdktf";
import { Construct } from "constructs";

const fileName = "ca.pem";

export interface DatabaseCertificatesProps {
  readonly namespace: string;
  /** CA certificates as PEM: only those that issue certificates of the clients' target. */
  readonly authorities: readonly string[];
}

/**
 * CA certificates with which clients verify a database's certificate: without verification, TLS does not protect
 * against an attacker in the middle.
 */
export class DatabaseCertificates extends Construct {
  /** Name of the ConfigMap in every namespace. */
  static readonly configMapName = "rds-ca";
  /** Mount path in pods. */
  static readonly mountPath = "/etc/rds-ca";
  /** File for `sslrootcert` of clients. */
  static readonly file = `${DatabaseCertificates.mountPath}/${fileName}`;

  /** Name of the ConfigMap, as a reference to its resource. */
  readonly configMap: string;

  constructor(scope: Construct, id: string, { namespace, authorities }: DatabaseCertificatesProps) {
    super(scope, id);
    const bundle = authorities.join("");
    const configMap = new ConfigMapV1(this, "Resource", {
      metadata: { name: DatabaseCertificates.configMapName, namespace },
      // Terraform's HCL appends a line end to multi-line text; base64 is the same in both of its syntaxes.
      data: { [fileName]: Fn.base64decode(Buffer.from(bundle).toString("base64")) },
    });
    this.configMap = configMap.metadata.name;
  }
}
