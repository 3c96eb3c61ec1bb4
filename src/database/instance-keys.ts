import { Construct } from "constructs";
import type { Environment } from "../config/model";
import { EncryptionKey, usedByLogGroups, usedThrough } from "../foundation/encryption-key";
import { usedForMasterSecret } from "../foundation/secret-key-uses";

export interface InstanceKeysProps {
  readonly environment: Environment;
  readonly instanceIdentifier: string;
  /** Log groups that hold the instance's logs. */
  readonly logGroupNames: string[];
  /** Role of the instance's credentials function, which alone reads the master password. */
  readonly credentialsFunctionRoleArn: string;
}

/**
 * The two keys of an instance. They are two so that the principal that may decrypt the master password (the credentials function)
 * holds nothing that opens a volume, a snapshot or a log.
 *
 * Final and retained backups are worth as much as the data key: once it is gone, 30 days after it was destroyed with
 * the instance, nothing can restore them. To keep a backup, cancel the deletion of the key, or copy it under another.
 */
export class InstanceKeys extends Construct {
  /** Volumes, snapshots, performance data and exported logs. */
  readonly dataKeyArn: string;
  /** The secret with the master password. */
  readonly masterSecretKeyArn: string;

  constructor(scope: Construct, id: string, props: InstanceKeysProps) {
    super(scope, id);
    const { environment, instanceIdentifier, logGroupNames } = props;
    this.dataKeyArn = new EncryptionKey(this, "data", {
      environment,
      alias: `${instanceIdentifier}-data`,
      description: `Volumes, snapshots, performance data and logs of ${instanceIdentifier}`,
      uses: [usedThrough(environment, "rds"), usedByLogGroups(environment, logGroupNames)],
    }).arn;
    this.masterSecretKeyArn = new EncryptionKey(this, "master-secret", {
      environment,
      alias: `${instanceIdentifier}-master-secret`,
      description: `Master password of ${instanceIdentifier}`,
      uses: [
        usedForMasterSecret(environment, props.credentialsFunctionRoleArn),
        usedThrough(environment, "rds"),
      ],
    }).arn;
  }
}
