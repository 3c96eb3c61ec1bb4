import type { Environment } from "../config/model";
import { statePrefix } from "../config/names";
import { bucketArn } from "../foundation/arn";
import type { Condition, Statement } from "../foundation/policy";
import type { StateBucketSettings } from "./bucket-settings";
import { plannersOf, writersOf } from "./state-users";

const anyPrincipal = [{ type: "*", identifiers: ["*"] }];
const readAndWrite = [
  "s3:DeleteObject",
  "s3:DeleteObjectVersion",
  "s3:GetObject",
  "s3:GetObjectVersion",
  "s3:PutObject",
];

/**
 * Takes away, and gives nothing: IAM allows, and no policy of IAM, however wide, reaches past this.
 *
 * It is about objects alone, so that administrators of the account can still mend the bucket.
 */
export const bucketPolicy = (bucket: StateBucketSettings, keyArn: string): Statement[] => [
  {
    ...deny("EncryptInTransit", ["s3:*"], [bucketArn(bucket.name), bucketArn(bucket.name, "*")]),
    condition: [{ test: "Bool", variable: "aws:SecureTransport", values: ["false"] }],
  },
  {
    // Also where a request names no key: Terraform then asks for S3's own, and the bucket's default does not apply.
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
    principals: anyPrincipal,
    actions: readAndWrite,
    notResources: bucket.environments.map((environment) => statesOf(bucket, environment)),
  },
  ...bucket.environments.map((environment, index) => ({
    ...deny(`OnlyRolesOfEnvironment${index + 1}`, readAndWrite, [statesOf(bucket, environment)]),
    condition: [caller("ArnNotEquals", [...writersOf(environment), ...plannersOf(environment)])],
  })),
  ...plannersWriteLocksAlone(bucket),
];

/** The writer of a state decides what the next plan compares with, and may leave out of it what protects the rest. */
function plannersWriteLocksAlone(bucket: StateBucketSettings): Statement[] {
  const planned = bucket.environments.filter(({ planner }) => planner);
  if (planned.length === 0) return [];
  return [
    {
      sid: "PlannersWriteLocksAlone",
      effect: "Deny",
      principals: anyPrincipal,
      actions: ["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:PutObject"],
      notResources: planned.map((environment) => `${statesOf(bucket, environment)}.tflock`),
      condition: [caller("ArnEquals", planned.flatMap(plannersOf))],
    },
  ];
}

const deny = (sid: string, actions: string[], resources: string[]): Statement => ({
  sid,
  effect: "Deny",
  principals: anyPrincipal,
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
