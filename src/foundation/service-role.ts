import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";
import type { Environment } from "../config/model";
import { managedPolicyArn } from "./arn";
import { policyJson, type Statement } from "./policy";

export interface ServiceRoleProps {
  readonly environment: Environment;
  readonly name: string;
  readonly description: string;
  /** The AWS service that assumes the role, such as `vpc-flow-logs` or `ec2`. */
  readonly service: string;
  /**
   * What the service must be acting for, so that it cannot be talked into using the role for someone else.
   * @default - anything in the environment's account
   */
  readonly sourceArn?: string;
  /** Some services (EC2, EKS) send no source account. @default true */
  readonly confusedDeputyCheck?: boolean;
  /** What the role may do. @default - nothing */
  readonly statements?: Statement[];
  /** Names of policies that AWS manages, such as `AmazonEKSClusterPolicy`. @default - none */
  readonly managedPolicies?: string[];
}

/** An IAM role for an AWS service. */
export class ServiceRole extends Construct {
  readonly arn: string;
  readonly name: string;
  /** Everything that must be there before the role is of use, for `dependsOn`. */
  readonly grants: (IamRolePolicy | IamRolePolicyAttachment)[] = [];

  constructor(scope: Construct, id: string, props: ServiceRoleProps) {
    super(scope, id);
    const role = new IamRole(this, "Resource", {
      name: props.name,
      description: props.description,
      assumeRolePolicy: policyJson(this, "trust", [trust(props)]),
    });
    this.arn = role.arn;
    this.name = role.name;
    if (props.statements?.length) {
      const policy = policyJson(this, "permissions", props.statements);
      this.grants.push(new IamRolePolicy(this, "policy", { role: role.name, policy }));
    }
    for (const name of props.managedPolicies ?? []) {
      const policyArn = managedPolicyArn(props.environment, name);
      this.grants.push(new IamRolePolicyAttachment(this, name, { role: role.name, policyArn }));
    }
  }
}

function trust({ environment, service, sourceArn, confusedDeputyCheck = true }: ServiceRoleProps): Statement {
  return {
    actions: ["sts:AssumeRole"],
    principals: [{ type: "Service", identifiers: [`${service}.amazonaws.com`] }],
    condition: [
      ...(confusedDeputyCheck
        ? [{ test: "StringEquals", variable: "aws:SourceAccount", values: [environment.account] }]
        : []),
      ...(sourceArn ? [{ test: "ArnLike", variable: "aws:SourceArn", values: [sourceArn] }] : []),
    ],
  };
}
