import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Construct } from "constructs";
import type { Environment } from "../config/model";
import { arn, iamArn, regionalService } from "./arn";
import { policyJson, type Statement } from "./policy";

/** What the account's administrators may do with a key: everything but use it. */
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
  "kms:ListResourceTags",
  "kms:PutKeyPolicy",
  "kms:RevokeGrant",
  "kms:ScheduleKeyDeletion",
  "kms:TagResource",
  "kms:UntagResource",
  "kms:UpdateAlias",
  "kms:UpdateKeyDescription",
];

/** In a key policy `*` means this key and no other. */
const thisKey = ["*"];

export interface EncryptionKeyProps {
  readonly environment: Environment;
  /** Name of the key, without `alias/`. */
  readonly alias: string;
  readonly description: string;
  /** Who may use the key and for what. Make them with the functions of this file. */
  readonly uses: Statement[];
}

/** A customer-managed key that rotates every year and serves exactly the uses it names. */
export class EncryptionKey extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { environment, alias, description, uses }: EncryptionKeyProps) {
    super(scope, id);
    const key = new KmsKey(this, "Resource", {
      description,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: policyJson(this, "policy", [
        {
          // Root stands for the account: IAM policies decide who administers. Nobody reads data through it.
          sid: "AdministerKey",
          principals: [{ type: "AWS", identifiers: [iamArn(environment, "root")] }],
          actions: administration,
          resources: thisKey,
        },
        ...uses,
      ]),
    });
    new KmsAlias(this, "alias", { name: `alias/${alias}`, targetKeyId: key.keyId });
    this.arn = key.arn;
  }
}

/** Lets CloudWatch Logs encrypt exactly these log groups. */
export const usedByLogGroups = (environment: Environment, names: string[]): Statement => ({
  sid: "EncryptLogs",
  principals: [{ type: "Service", identifiers: [regionalService(environment, "logs")] }],
  actions: ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
  resources: thisKey,
  condition: [
    {
      test: "ArnEquals",
      variable: "kms:EncryptionContext:aws:logs:arn",
      values: names.map((name) => arn(environment, "logs", `log-group:${name}`)),
    },
  ],
});

/**
 * Lets identities of the account use the key through one AWS service, as far as IAM policies let them use that
 * service: whoever creates the resource, and the service on its behalf by a grant.
 */
export const usedThrough = (environment: Environment, service: string): Statement[] => {
  const caller = [
    { test: "StringEquals", variable: "kms:ViaService", values: [regionalService(environment, service)] },
    { test: "StringEquals", variable: "kms:CallerAccount", values: [environment.account] },
  ];
  // The account, not everybody in it: an identity needs an IAM policy that allows the same.
  const principals = [{ type: "AWS", identifiers: [iamArn(environment, "root")] }];
  return [
    {
      sid: `UseThrough${service.toUpperCase()}`,
      principals,
      actions: ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
      resources: thisKey,
      condition: caller,
    },
    {
      sid: `GrantTo${service.toUpperCase()}`,
      principals,
      actions: ["kms:CreateGrant"],
      resources: thisKey,
      condition: [...caller, { test: "Bool", variable: "kms:GrantIsForAWSResource", values: ["true"] }],
    },
  ];
};
