import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import type { Construct } from "constructs";
import type { Environment } from "../config/model";
import { managedPolicyArn } from "./arn";
import { policyJson, type Statement } from "./policy";

/** What an IAM role may do. */
export interface Permissions {
  /** Statements of the role's own policy. @default - none */
  readonly statements?: Statement[];
  /** Names of policies that AWS manages, such as `AmazonEKSClusterPolicy`. @default - none */
  readonly managedPolicies?: string[];
}

export type Grant = IamRolePolicy | IamRolePolicyAttachment;

/** Gives a role its permissions. */
export function grantTo(
  scope: Construct,
  role: IamRole,
  environment: Environment,
  { statements = [], managedPolicies = [] }: Permissions,
): Grant[] {
  const grants: Grant[] = managedPolicies.map(
    (name) =>
      new IamRolePolicyAttachment(scope, name, {
        role: role.name,
        policyArn: managedPolicyArn(environment, name),
      }),
  );
  if (statements.length > 0) {
    const policy = policyJson(scope, "permissions", statements);
    grants.push(new IamRolePolicy(scope, "policy", { role: role.name, policy }));
  }
  return grants;
}
