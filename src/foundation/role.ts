import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";
import type { Environment } from "../config/model";
import { managedPolicyArn } from "./arn";
import { policyJson, type Statement } from "./policy";

export interface RoleProps {
  readonly environment: Environment;
  /** Name of the role, at most 64 characters. */
  readonly name: string;
  /** Purpose of the role. */
  readonly description: string;
  /** Statements of the role's inline policy. @default - none */
  readonly statements?: Statement[];
  /** Names of AWS managed policies, such as `AmazonEKSClusterPolicy`. @default - none */
  readonly managedPolicies?: string[];
}

/** A resource that grants permissions to a role. */
export type Grant = IamRolePolicy | IamRolePolicyAttachment;

/** An IAM role. Subclasses define its trust policy. */
export abstract class Role extends Construct {
  readonly arn: string;
  readonly name: string;
  /** Resources that must exist before the role can be used, for `dependsOn`. */
  readonly grants: Grant[];
  private readonly role: IamRole;

  constructor(scope: Construct, id: string, props: RoleProps, trust: Statement) {
    super(scope, id);
    this.role = new IamRole(this, "Resource", {
      name: props.name,
      description: props.description,
      assumeRolePolicy: policyJson([trust]),
    });
    this.arn = this.role.arn;
    this.name = this.role.name;
    const managed = (props.managedPolicies ?? []).map((name) => this.attach(name));
    this.grants = [...managed, ...this.allow(props.statements ?? [])];
  }

  private attach(name: string): Grant {
    const policyArn = managedPolicyArn(name);
    return new IamRolePolicyAttachment(this, name, { role: this.role.name, policyArn });
  }

  private allow(statements: Statement[]): Grant[] {
    if (statements.length === 0) return [];
    const policy = policyJson(statements);
    return [new IamRolePolicy(this, "policy", { role: this.role.name, policy })];
  }
}
