import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Construct } from "constructs";
import type { Environment } from "../config/model";
import { arn, iamArn, type Place, regionalService } from "./arn";
import { policyJson, type Statement } from "./policy";

/** What the account's administrators may do with a key: everything but use it or let others use it by a grant. */
const administration = [
  "kms:CancelKeyDeletion",
  "kms:CreateAlias",
  "kms:DeleteAlias",
  "kms:DescribeKey",
  "kms:DisableKey",
  "kms:EnableKey",
  "kms:EnableKeyRotation",
  "kms:GetKeyPolicy",
  "kms:GetKeyRotationStatus",
  "kms:ListGrants",
  "kms:ListKeyPolicies",
  "kms:ListKeyRotations",
  "kms:ListResourceTags",
  "kms:PutKeyPolicy",
  "kms:RevokeGrant",
  "kms:RotateKeyOnDemand",
  "kms:ScheduleKeyDeletion",
  "kms:TagResource",
  "kms:UntagResource",
  "kms:UpdateAlias",
  "kms:UpdateKeyDescription",
];

/** Encrypting, decrypting, and moving data to another key. */
const useOfData = [
  "kms:Decrypt",
  "kms:Encrypt",
  "kms:GenerateDataKey",
  "kms:GenerateDataKeyWithoutPlaintext",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
];

/** In a key policy `*` means this key and no other. */
const thisKey = ["*"];

export interface EncryptionKeyProps {
  readonly environment: Place;
  /** Name of the key, without `alias/`. */
  readonly alias: string;
  readonly description: string;
  /** Who may use the key and for what. Make them with the functions of this file. */
  readonly uses: (Statement | Statement[])[];
}

/**
 * A customer-managed key that rotates every year and serves exactly the uses it names. It waits for its deletion as long as
 * KMS lets one wait, 30 days: that is the default of KMS, which tells the wait of no living key, so that a number here would
 * be a change in every plan after an import.
 */
export class EncryptionKey extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: EncryptionKeyProps) {
    super(scope, id);
    const { environment, alias, description, uses } = props;
    const key = new KmsKey(this, "Resource", {
      description,
      enableKeyRotation: true,
      policy: policyJson([
        {
          // Root stands for the account: IAM policies decide who administers. It gives no access to data, short of
          // putting another policy here, which CloudTrail and the next plan show.
          sid: "AdministerKey",
          principals: account(environment),
          actions: administration,
          resources: thisKey,
        },
        ...uses.flat(),
      ]),
    });
    new KmsAlias(this, "alias", { name: `alias/${alias}`, targetKeyId: key.keyId });
    this.arn = key.arn;
  }
}

/**
 * Lets CloudWatch Logs encrypt exactly these log groups, for itself and for identities of the account that write to or
 * read from them. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
export const usedByLogGroups = (environment: Environment, names: string[]): Statement[] => {
  const theseGroups = {
    test: "ArnEquals",
    variable: "kms:EncryptionContext:aws:logs:arn",
    values: names.map((name) => arn(environment, "logs", `log-group:${name}`)),
  };
  return [
    {
      sid: "EncryptLogs",
      principals: [{ type: "Service", identifiers: [regionalService(environment, "logs")] }],
      // Describing a key has no encryption context, so this condition would never allow it.
      actions: useOfData,
      resources: thisKey,
      condition: [theseGroups],
    },
    {
      sid: "UseThroughLogs",
      principals: account(environment),
      actions: ["kms:Decrypt", "kms:GenerateDataKey"],
      resources: thisKey,
      condition: [...callers(environment, "logs"), theseGroups],
    },
  ];
};

/**
 * Lets identities of the account use the key through one AWS service, as far as IAM policies let them use the key and
 * that service: the principal that creates the resource, and from then on the service on its behalf, by a grant.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.Keys.html
 */
export const usedThrough = (environment: Environment, service: string): Statement[] => [
  {
    sid: `UseThrough${sidPart(service)}`,
    principals: account(environment),
    actions: [...useOfData, "kms:DescribeKey"],
    resources: thisKey,
    condition: callers(environment, service),
  },
  {
    sid: `GrantTo${sidPart(service)}`,
    principals: account(environment),
    actions: ["kms:CreateGrant"],
    resources: thisKey,
    condition: [
      ...callers(environment, service),
      { test: "Bool", variable: "kms:GrantIsForAWSResource", values: ["true"] },
    ],
  },
];

export interface PublisherOptions {
  /** Service principals that publish, such as `events.rds.amazonaws.com`. */
  readonly services: string[];
  readonly topicArn: string;
}

/** Lets AWS services publish to one encrypted SNS topic, on behalf of the environment's account. */
export const usedToPublish = (
  environment: Environment,
  { services, topicArn }: PublisherOptions,
): Statement => ({
  sid: "PublishToTopic",
  principals: [{ type: "Service", identifiers: services }],
  actions: ["kms:Decrypt", "kms:GenerateDataKey"],
  resources: thisKey,
  condition: [
    { test: "StringEquals", variable: "aws:SourceAccount", values: [environment.account] },
    { test: "StringEquals", variable: "kms:EncryptionContext:aws:sns:topicArn", values: [topicArn] },
  ],
});

/** The account, not each identity in it: an identity needs an IAM policy that allows the same. */
const account = (environment: Place) => [{ type: "AWS", identifiers: [iamArn(environment, "root")] }];

/** Requests that a service makes for an identity of the account; no principal calls KMS with the key directly. */
const callers = (environment: Environment, service: string) => [
  { test: "StringEquals", variable: "kms:ViaService", values: [regionalService(environment, service)] },
  { test: "StringEquals", variable: "kms:CallerAccount", values: [environment.account] },
];

const sidPart = (service: string): string => service.replace(/[^A-Za-z0-9]/g, "").toUpperCase();
