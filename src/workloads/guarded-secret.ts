import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { SecretsmanagerSecretPolicy } from "@cdktf/provider-aws/lib/secretsmanager-secret-policy";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { type Condition, policyJson, type Statement } from "../foundation/policy";

export interface GuardedSecretProps {
  readonly name: string;
  readonly description: string;
  readonly keyArn: string;
  /** Roles that may read the value. */
  readonly readers: string[];
  /** Roles that may write values. */
  readonly writers: string[];
  /** How long a deleted secret can be restored; with 0 its name is free at once. */
  readonly recoveryWindowInDays: number;
  /** Beside the tags of the stack. @default - none */
  readonly tags?: Record<string, string>;
}

/**
 * A secret that Terraform creates but never sees the value of: it has no version here, since a version would put the
 * value into the state, and would be recreated once Secrets Manager retires it.
 */
export class GuardedSecret extends Construct {
  readonly arn: string;
  readonly name: string;
  /** Keeps all but its readers and writers out, for `dependsOn` of who writes the value. */
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
 * Denials only, so they bind administrators of the account as well; rights come from the identity policies of the
 * roles. Managing the secret (describe, tag, policy, delete) stays with the role that applies this stack.
 */
function guard({ readers, writers, keyArn }: GuardedSecretProps): Statement[] {
  const deny = (...condition: Condition[]) => ({
    effect: "Deny",
    principals: [{ type: "*", identifiers: ["*"] }],
    resources: ["*"], // in a secret's policy: this secret
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
      // Moving a stage label is writing, too: it decides which version is current.
      sid: "OnlyTheseRolesWrite",
      ...allExcept(writers),
      actions: ["secretsmanager:PutSecretValue", "secretsmanager:UpdateSecretVersionStage"],
    },
    {
      // UpdateSecret sets descriptions, for Terraform too, but also values: under this key only writers can encrypt one,
      // so the way around would be to bring another key along.
      sid: "TheKeyStays",
      ...deny(
        { test: "StringNotEquals", variable: "secretsmanager:KmsKeyArn", values: [keyArn] },
        { test: "Null", variable: "secretsmanager:KmsKeyArn", values: ["false"] },
      ),
      actions: ["secretsmanager:UpdateSecret"],
    },
  ];
}
