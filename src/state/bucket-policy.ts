import type { Environment } from "../config/model";
import { statePrefix } from "../config/names";
import { bucketArn } from "../foundation/arn";
import { type Condition, everyCaller, type Statement, withoutTls } from "../foundation/policy";
import type { StateBucketSettings } from "./bucket-settings";
import { plannersOf, writersOf } from "./state-users";

const readAndWrite = [
  "s3:DeleteObject",
  "s3:DeleteObjectVersion",
  "s3:GetObject",
  "s3:GetObjectVersion",
  "s3:PutObject",
];

/**
 * The policy only denies: IAM policies grant access, and none of them can override these denials.
 *
 * It denies actions on objects only, so that administrators of the account can still repair the bucket.
 */
export const bucketPolicy = (bucket: StateBucketSettings, keyArn: string): Statement[] => [
  {
    ...deny("EncryptInTransit", ["s3:*"], [bucketArn(bucket.name), bucketArn(bucket.name, "*")]),
    condition: [withoutTls],
  },
  {
    // Also denies requests that name no key: Terraform then requests S3's own key, and the bucket's default does not
    // apply.
    ...deny("EncryptWithThisKey", ["s3:PutObject"], [bucketArn(bucket.name, "*")]),
    condition: [
      {
        test: "StringNotEquals",
        variable: "s3:x-amz-server-side-encryption-aws-kms-key-id",
        values: [keyArn],
      },
    ],
  },
  {
    sid: "OnlyStates",
    effect: "Deny",
    principals: everyCaller,
    actions: readAndWrite,
    notResources: bucket.environments.map((environment) => statesOf(bucket, environment)),
  },
  ...bucket.environments.map((environment, index) => ({
    ...deny(`OnlyRolesOfEnvironment${index + 1}`, readAndWrite, [statesOf(bucket, environment)]),
    condition: [caller("ArnNotEquals", [...writersOf(environment), ...plannersOf(environment)])],
  })),
  ...plannersWriteLocksAlone(bucket),
];

/**
 * A principal that writes a state decides what the next plan compares with, and could remove protected resources from
 * it.
 */
function plannersWriteLocksAlone(bucket: StateBucketSettings): Statement[] {
  const planned = bucket.environments.filter(({ planner }) => planner);
  if (planned.length === 0) return [];
  return [
    {
      sid: "PlannersWriteLocksAlone",
      effect: "Deny",
      principals: everyCaller,
      actions: ["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:PutObject"],
      notResources: planned.map((environment) => `${statesOf(bucket, environment)}.tflock`),
      condition: [caller("ArnEquals", planned.flatMap(plannersOf))],
    },
  ];
}

const deny = (sid: string, actions: string[], resources: string[]): Statement => ({
  sid,
  effect: "Deny",
  principals: everyCaller,
  actions,
  resources,
});

const statesOf = (bucket: StateBucketSettings, environment: Environment): string =>
  bucketArn(bucket.name, `${statePrefix(environment)}*`);

const caller = (test: string, values: string[]): Condition => ({
  test,
  variable: "aws:PrincipalArn",
  values,
});
