import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { SecretsmanagerSecretPolicy } from "@cdktf/provider-aws/lib/secretsmanager-secret-policy";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { type Condition, everyCaller, itself, policyJson, type Statement } from "../foundation/policy";

export interface GuardedSecretProps {
  readonly name: string;
  readonly description: string;
  readonly keyArn: string;
  /** Roles that may read the value. */
  readonly readers: string[];
  /** Roles that may write values. */
  readonly writers: string[];
  /** Days for which a deleted secret can be restored; with 0 its name is available at once. */
  readonly recoveryWindowInDays: number;
  /** In addition to the tags of the stack. @default - none */
  readonly tags?: Record<string, string>;
}

/**
 * A secret whose value Terraform never sees: a version as a resource would put the value into the state, and would be
 * recreated when Secrets Manager removes it.
 */
export class GuardedSecret extends Construct {
  readonly arn: string;
  readonly name: string;
  /** The secret's policy, for `dependsOn` of resources that write the value. */
  readonly guard: ITerraformDependable;

  constructor(scope: Construct, id: string, props: GuardedSecretProps) {
    super(scope, id);
    const secret = new SecretsmanagerSecret(this, "Resource", {
      name: props.name,
      description: props.description,
      kmsKeyId: props.keyArn,
      recoveryWindowInDays: props.recoveryWindowInDays,
      tags: props.tags,
    });
    this.guard = new SecretsmanagerSecretPolicy(this, "policy", {
      secretArn: secret.arn,
      policy: policyJson(guard(props)),
      blockPublicPolicy: true,
    });
    this.arn = secret.arn;
    this.name = props.name;
  }
}

/**
 * Denials only, so they also apply to administrators of the account; identity policies of roles grant access. The role
 * that applies this stack can still manage the secret (describe, tag, policy, delete).
 */
function guard({ readers, writers, keyArn }: GuardedSecretProps): Statement[] {
  const deny = (...condition: Condition[]) => ({
    effect: "Deny",
    principals: everyCaller,
    resources: itself,
    condition,
  });
  const allExcept = (roleArns: string[]) =>
    deny({ test: "ArnNotEquals", variable: "aws:PrincipalArn", values: roleArns });
  return [
    {
      sid: "OnlyTheseRolesRead",
      ...allExcept(readers),
      actions: ["secretsmanager:GetSecretValue"],
    },
    {
      // Moving a staging label is writing, too: it selects the current version.
      sid: "OnlyTheseRolesWrite",
      ...allExcept(writers),
      actions: ["secretsmanager:PutSecretValue", "secretsmanager:UpdateSecretVersionStage"],
    },
    {
      // UpdateSecret changes descriptions, also for Terraform, but also values. With this key only writers can encrypt
      // a value, so other principals must not be able to set another key.
      sid: "TheKeyStays",
      ...deny(
        { test: "StringNotEquals", variable: "secretsmanager:KmsKeyArn", values: [keyArn] },
        { test: "Null", variable: "secretsmanager:KmsKeyArn", values: ["false"] },
      ),
      actions: ["secretsmanager:UpdateSecret"],
    },
  ];
}
