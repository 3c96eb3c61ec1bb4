import type { Construct } from "constructs";
import type { Statement } from "./policy";
import { Role, type RoleProps } from "./role";

export interface ServiceRoleProps extends RoleProps {
  /** The AWS service that assumes the role, such as `vpc-flow-logs` or `ec2`. */
  readonly service: string;
  /**
   * ARN of the resource on whose behalf the service must act, against the confused deputy problem.
   * @default - any resource of the environment's account
   */
  readonly sourceArn?: string;
  /** Whether the trust policy requires the source account. Some services (EC2, EKS) do not send it. @default true */
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
