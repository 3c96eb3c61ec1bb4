import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Construct } from "constructs";
import type { Environment } from "../config/model";
import { arn, type Place, regionalService } from "./arn";
import { identitiesOf, itself, policyJson, type Statement, through } from "./policy";

/** Actions of the account's administrators on a key: all except using it and granting its use. */
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

/** Encryption, decryption, and re-encryption with another key. */
const useOfData = [
  "kms:Decrypt",
  "kms:Encrypt",
  "kms:GenerateDataKey",
  "kms:GenerateDataKeyWithoutPlaintext",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
];

export interface EncryptionKeyProps {
  readonly environment: Place;
  /** Name of the key, without `alias/`. */
  readonly alias: string;
  readonly description: string;
  /** Uses of the key, created by the functions of this file. */
  readonly uses: (Statement | Statement[])[];
}

/**
 * A customer managed key with annual rotation, whose policy allows exactly the listed uses. Its waiting period before
 * deletion is KMS's maximum and default, 30 days. It is not set here, because KMS does not return it for an active key:
 * after an import, every plan would show a change.
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
          // Root stands for the account: its IAM policies decide who administers the key. Administrators have no access
          // to data unless they change this policy, which CloudTrail and the next plan show.
          sid: "AdministerKey",
          principals: identitiesOf(environment),
          actions: administration,
          resources: itself,
        },
        ...uses.flat(),
      ]),
    });
    new KmsAlias(this, "alias", { name: `alias/${alias}`, targetKeyId: key.keyId });
    this.arn = key.arn;
  }
}

/**
 * Lets CloudWatch Logs encrypt the listed log groups only, on its own behalf and on behalf of identities of the account
 * that write or read them. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
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
      // DescribeKey has no encryption context, so this condition would never allow it.
      actions: useOfData,
      resources: itself,
      condition: [theseGroups],
    },
    {
      sid: "UseThroughLogs",
      principals: identitiesOf(environment),
      actions: ["kms:Decrypt", "kms:GenerateDataKey"],
      resources: itself,
      condition: [...callers(environment, "logs"), theseGroups],
    },
  ];
};

/**
 * Lets identities of the account use the key through one AWS service, if IAM policies allow them to use the key and
 * that service: first the principal that creates the resource, afterwards the service on its behalf, by a grant.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.Keys.html
 */
export const usedThrough = (environment: Environment, service: string): Statement[] => [
  {
    sid: `UseThrough${sidPart(service)}`,
    principals: identitiesOf(environment),
    actions: [...useOfData, "kms:DescribeKey"],
    resources: itself,
    condition: callers(environment, service),
  },
  {
    sid: `GrantTo${sidPart(service)}`,
    principals: identitiesOf(environment),
    actions: ["kms:CreateGrant"],
    resources: itself,
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
  resources: itself,
  condition: [
    { test: "StringEquals", variable: "aws:SourceAccount", values: [environment.account] },
    { test: "StringEquals", variable: "kms:EncryptionContext:aws:sns:topicArn", values: [topicArn] },
  ],
});

/** Only requests that a service makes on behalf of an identity of the account; no direct calls to KMS. */
const callers = (environment: Environment, service: string) => [
  through(environment, service),
  { test: "StringEquals", variable: "kms:CallerAccount", values: [environment.account] },
];

const sidPart = (service: string): string => service.replace(/[^A-Za-z0-9]/g, "").toUpperCase();
