import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { Construct } from "constructs";
import { EncryptionKey } from "../foundation/encryption-key";
import { policyJson } from "../foundation/policy";
import { bucketPolicy } from "./bucket-policy";
import type { StateBucketSettings } from "./bucket-settings";
import { usedForStates } from "./key-uses";

export interface StateBucketProps {
  readonly bucket: StateBucketSettings;
}

/** Alias of a bucket's key, without `alias/`. Names of buckets may contain dots, aliases may not. */
export const stateKeyAlias = ({ name }: StateBucketSettings): string => `${name.replaceAll(".", "-")}-states`;

/** Days for which replaced versions of a state are kept. */
const historyDays = 365;

/**
 * A bucket for Terraform states: all versions are kept for a year, encrypted with one key, and each environment's roles
 * reach only its own states.
 */
export class StateBucket extends Construct {
  readonly keyArn: string;

  constructor(scope: Construct, id: string, { bucket }: StateBucketProps) {
    super(scope, id);
    const key = this.createKey(bucket);
    this.keyArn = key.arn;
    const { bucket: name } = new S3Bucket(this, "Resource", { bucket: bucket.name });
    this.keepHistory(name);
    this.encrypt(name, key);
    this.keepPrivate(name, bucket, key);
  }

  private createKey(bucket: StateBucketSettings): EncryptionKey {
    return new EncryptionKey(this, "key", {
      environment: bucket,
      alias: stateKeyAlias(bucket),
      description: `Encrypts Terraform states in ${bucket.name}`,
      uses: [usedForStates(bucket)],
    });
  }

  private keepHistory(name: string): void {
    const versioning = new S3BucketVersioningA(this, "versioning", {
      bucket: name,
      versioningConfiguration: { status: "Enabled" },
    });
    new S3BucketLifecycleConfiguration(this, "lifecycle", {
      bucket: name,
      rule: [
        {
          id: "history",
          status: "Enabled",
          filter: [{ prefix: "" }],
          noncurrentVersionExpiration: [{ noncurrentDays: historyDays }],
          // Every released lock leaves a delete marker.
          expiration: [{ expiredObjectDeleteMarker: true }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
        },
      ],
      dependsOn: [versioning],
    });
  }

  private encrypt(name: string, { arn }: EncryptionKey): void {
    new S3BucketServerSideEncryptionConfigurationA(this, "encryption", {
      bucket: name,
      rule: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: arn },
          // With a bucket key, S3 would pass only the bucket's ARN to KMS, and the key policy could not separate
          // environments.
          bucketKeyEnabled: false,
        },
      ],
    });
  }

  private keepPrivate(name: string, bucket: StateBucketSettings, { arn }: EncryptionKey): void {
    new S3BucketOwnershipControls(this, "ownership", {
      bucket: name,
      rule: { objectOwnership: "BucketOwnerEnforced" },
    });
    const block = new S3BucketPublicAccessBlock(this, "public-access", {
      bucket: name,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketPolicy(this, "policy", {
      bucket: name,
      policy: policyJson(bucketPolicy(bucket, arn)),
      // AWS accepts one change of a bucket's access at a time.
      dependsOn: [block],
    });
  }
}
