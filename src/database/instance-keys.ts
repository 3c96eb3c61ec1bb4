import { Construct } from "constructs";
import type { Environment } from "../config/model";
import { EncryptionKey, usedByLogGroups, usedThrough } from "../foundation/encryption-key";
import { usedForMasterSecret } from "../foundation/secret-key-uses";

export interface InstanceKeysProps {
  readonly environment: Environment;
  readonly instanceIdentifier: string;
  /** Names of the instance's log groups. */
  readonly logGroupNames: string[];
  /** Role of the instance's credentials function, the only reader of the master password. */
  readonly credentialsFunctionRoleArn: string;
}

/**
 * The two keys of an instance. With two, the principal that may decrypt the master password (the credentials function)
 * cannot decrypt a volume, a snapshot or a log.
 *
 * Final snapshots and retained backups depend on the data key: it is deleted 30 days after the instance is destroyed,
 * and then they cannot be restored. To keep a backup, cancel the deletion of the key, or copy the backup with another
 * key.
 */
export class InstanceKeys extends Construct {
  /** Key of volumes, snapshots, performance data and exported logs. */
  readonly dataKeyArn: string;
  /** Key of the secret with the master password. */
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
