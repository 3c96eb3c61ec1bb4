import type { Environment } from "../config/model";
import { statePrefix } from "../config/names";
import { bucketArn } from "../foundation/arn";
import { identitiesOf, itself, type Statement, through } from "../foundation/policy";
import type { StateBucketSettings } from "./bucket-settings";
import { plannersOf, writersOf } from "./state-users";

/**
 * Uses of the key of a state bucket. Without a bucket key, S3 passes the object's ARN to KMS as encryption context, so
 * the key policy separates environments independently of the bucket's policy.
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
  /** Pattern of keys below the environment's prefix. */
  readonly objects: string;
}

/** Roles are conditions, not principals: a key policy cannot name a role that does not exist yet. */
const use = (
  bucket: StateBucketSettings,
  environment: Environment,
  { sid, actions, roles, objects }: Use,
): Statement => ({
  sid,
  principals: identitiesOf(bucket),
  actions,
  resources: itself,
  condition: [
    { test: "ArnEquals", variable: "aws:PrincipalArn", values: roles },
    through(bucket, "s3"),
    {
      test: "StringLike",
      variable: "kms:EncryptionContext:aws:s3:arn",
      values: [bucketArn(bucket.name, `${statePrefix(environment)}${objects}`)],
    },
  ],
});
