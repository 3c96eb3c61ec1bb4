import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { Construct } from "constructs";
import type { Environment } from "../config/model";
import { type Grant, grantTo, type Permissions } from "./permissions";
import { policyJson, type Statement } from "./policy";

export interface ServiceRoleProps extends Permissions {
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
}

/** An IAM role for an AWS service. */
export class ServiceRole extends Construct {
  readonly arn: string;
  readonly name: string;
  /** Everything that must be there before the role is of use, for `dependsOn`. */
  readonly grants: Grant[];

  constructor(scope: Construct, id: string, props: ServiceRoleProps) {
    super(scope, id);
    const role = new IamRole(this, "Resource", {
      name: props.name,
      description: props.description,
      assumeRolePolicy: policyJson(this, "trust", [trust(props)]),
    });
    this.arn = role.arn;
    this.name = role.name;
    this.grants = grantTo(this, role, props.environment, props);
  }
}

function trust({ environment, service, sourceArn, confusedDeputyCheck = true }: ServiceRoleProps): Statement {
  const condition = [
    ...(confusedDeputyCheck
      ? [{ test: "StringEquals", variable: "aws:SourceAccount", values: [environment.account] }]
      : []),
    ...(sourceArn ? [{ test: "ArnLike", variable: "aws:SourceArn", values: [sourceArn] }] : []),
  ];
  return {
    actions: ["sts:AssumeRole"],
    principals: [{ type: "Service", identifiers: [`${service}.amazonaws.com`] }],
    ...(condition.length > 0 && { condition }),
  };
}
