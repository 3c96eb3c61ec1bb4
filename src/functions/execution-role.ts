import type { Construct } from "constructs";
import type { Environment } from "../config/model";
import { arn } from "../foundation/arn";
import { type Statement, through } from "../foundation/policy";
import { ServiceRole } from "../foundation/service-role";

export interface ExecutionRoleProps {
  readonly environment: Environment;
  readonly functionName: string;
  readonly functionArn: string;
  readonly logGroupArn: string;
  readonly failureQueueArn: string;
  readonly keyArn: string;
  /** Whether the function is attached to a VPC. */
  readonly inVpc: boolean;
  /** Permissions of the function's own code. */
  readonly statements: Statement[];
}

/** Execution role of one function: permissions of its code, and those that Lambda needs to run it. */
export class ExecutionRole extends ServiceRole {
  constructor(scope: Construct, id: string, props: ExecutionRoleProps) {
    super(scope, id, {
      environment: props.environment,
      name: props.functionName,
      description: `Execution role of the function ${props.functionName}`,
      service: "lambda",
      // Lambda documents no source conditions for execution roles, and only a principal of the same account with
      // iam:PassRole can assign a role to a function: a confused deputy is impossible.
      confusedDeputyCheck: false,
      statements: [
        ...writeLogs(props),
        ...readVariables(props),
        ...reportFailures(props),
        ...trace,
        ...(props.inVpc ? attachToVpc(props) : []),
        ...props.statements,
      ],
    });
  }
}

/**
 * Streams in its own log group. Not CreateLogGroup: the new group would have no customer managed key and no retention
 * limit.
 */
const writeLogs = ({ logGroupArn }: ExecutionRoleProps): Statement[] => [
  {
    sid: "WriteOwnLogs",
    actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
    resources: [`${logGroupArn}:*`],
  },
];

/**
 * Lambda decrypts the variables as this role. It also receives a grant, but the grant refers to the role's unique id: a
 * role recreated with the same name would have no access.
 */
const readVariables = ({ environment, keyArn, functionArn }: ExecutionRoleProps): Statement[] => [
  {
    sid: "DecryptOwnVariables",
    actions: ["kms:Decrypt"],
    resources: [keyArn],
    condition: [
      through(environment, "lambda"),
      {
        test: "StringEquals",
        variable: "kms:EncryptionContext:aws:lambda:FunctionArn",
        values: [functionArn],
      },
    ],
  },
];

/** Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html */
const reportFailures = ({ environment, keyArn, failureQueueArn }: ExecutionRoleProps): Statement[] => [
  { sid: "ReportFailures", actions: ["sqs:SendMessage"], resources: [failureQueueArn] },
  {
    sid: "EncryptFailures",
    actions: ["kms:Decrypt", "kms:GenerateDataKey"],
    resources: [keyArn],
    condition: [through(environment, "sqs")],
  },
];

/**
 * X-Ray supports no resource-level permissions for these actions.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html
 */
const trace: Statement[] = [
  {
    sid: "WriteTraces",
    actions: ["xray:PutTelemetryRecords", "xray:PutTraceSegments"],
    resources: ["*"],
  },
];

/**
 * EC2 supports no resource-level permissions for these actions.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
 */
const seeInterfaces = ["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"];

const changeInterfaces = [
  "ec2:AssignPrivateIpAddresses",
  "ec2:CreateNetworkInterface",
  "ec2:DeleteNetworkInterface",
  "ec2:UnassignPrivateIpAddresses",
];

/**
 * Lambda creates the function's network interfaces with the execution role, and rejects a role that may delete single
 * interfaces only. So the permissions are broad, and a denial excludes the code: requests from inside the function
 * carry its ARN, while Lambda's own requests for interfaces do not.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions
 */
const attachToVpc = ({ environment, functionArn }: ExecutionRoleProps): Statement[] => [
  { sid: "SeeInterfaces", actions: seeInterfaces, resources: ["*"] },
  { sid: "AttachToVpc", actions: changeInterfaces, resources: [arn(environment, "ec2", "*/*")] },
  {
    sid: "DenyInterfacesToCode",
    effect: "Deny",
    actions: [...changeInterfaces, ...seeInterfaces],
    resources: ["*"],
    condition: [{ test: "ArnEquals", variable: "lambda:SourceFunctionArn", values: [functionArn] }],
  },
];
