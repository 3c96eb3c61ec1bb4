import type { Construct } from "constructs";
import type { Statement } from "./policy";
import { Role, type RoleProps } from "./role";

export interface ServiceRoleProps extends RoleProps {
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
export class ServiceRole extends Role {
  constructor(scope: Construct, id: string, props: ServiceRoleProps) {
    super(scope, id, props, trust(props));
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
