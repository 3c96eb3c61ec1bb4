import type { Environment } from "../config/model";
import { statePrefix } from "../config/names";
import { bucketArn, iamArn, regionalService } from "../foundation/arn";
import type { Statement } from "../foundation/policy";
import type { StateBucketSettings } from "./bucket-settings";
import { plannersOf, writersOf } from "./state-users";

/**
 * Uses of the key of a state bucket. S3 tells KMS which object a request is about, as long as the bucket has no bucket key:
 * so the key keeps environments apart a second time, whatever becomes of the bucket's policy.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#encryption-context
 */
export const usedForStates = (bucket: StateBucketSettings): Statement[] =>
  bucket.environments.flatMap((environment, index) => [
    use(bucket, environment, {
      sid: `ReadStates${index + 1}`,
      actions: ["kms:Decrypt"],
      roles: [...writersOf(environment), ...plannersOf(environment)],
      objects: "*",
    }),
    use(bucket, environment, {
      sid: `WriteStates${index + 1}`,
      actions: ["kms:GenerateDataKey"],
      roles: writersOf(environment),
      objects: "*",
    }),
    ...(environment.planner
      ? [
          use(bucket, environment, {
            sid: `WriteLocks${index + 1}`,
            actions: ["kms:GenerateDataKey"],
            roles: plannersOf(environment),
            objects: "*.tflock",
          }),
        ]
      : []),
  ]);

interface Use {
  readonly sid: string;
  readonly actions: string[];
  readonly roles: string[];
  /** Pattern below the environment's prefix. */
  readonly objects: string;
}

/** Roles are conditions, not principals: a key policy cannot name a role that is not there yet. */
const use = (
  bucket: StateBucketSettings,
  environment: Environment,
  { sid, actions, roles, objects }: Use,
): Statement => ({
  sid,
  principals: [{ type: "AWS", identifiers: [iamArn(bucket, "root")] }],
  actions,
  resources: ["*"], // in a key policy: this key
  condition: [
    { test: "ArnEquals", variable: "aws:PrincipalArn", values: roles },
    { test: "StringEquals", variable: "kms:ViaService", values: [regionalService(bucket, "s3")] },
    {
      test: "StringLike",
      variable: "kms:EncryptionContext:aws:s3:arn",
      values: [bucketArn(bucket.name, `${statePrefix(environment)}${objects}`)],
    },
  ],
});
