import type { Construct } from "constructs";
import type { Environment } from "../config/model";
import { arn, regionalService } from "../foundation/arn";
import type { Statement } from "../foundation/policy";
import { ServiceRole } from "../foundation/service-role";

export interface ExecutionRoleProps {
  readonly environment: Environment;
  readonly functionName: string;
  readonly functionArn: string;
  readonly logGroupArn: string;
  readonly failureQueueArn: string;
  readonly keyArn: string;
  /** Whether Lambda attaches the function to a VPC. */
  readonly inVpc: boolean;
  /** What the function's own code does. */
  readonly statements: Statement[];
}

/** The role of one function: what its code needs, and what Lambda needs around it. */
export class ExecutionRole extends ServiceRole {
  constructor(scope: Construct, id: string, props: ExecutionRoleProps) {
    super(scope, id, {
      environment: props.environment,
      name: props.functionName,
      description: `Execution role of the function ${props.functionName}`,
      service: "lambda",
      // Lambda documents no source conditions for execution roles, and takes a role only from a principal of the same
      // account who may pass it: there is no deputy to confuse.
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

/** Streams of its own group. Not to make a group: one without key and retention would come of it. */
const writeLogs = ({ logGroupArn }: ExecutionRoleProps): Statement[] => [
  {
    sid: "WriteOwnLogs",
    actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
    resources: [`${logGroupArn}:*`],
  },
];

/**
 * Lambda decrypts the variables as this role. It also gets a grant for that, but the grant names the role's internal id:
 * a role that is deleted and made again under the same name would be left without.
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

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html */
const reportFailures = ({ environment, keyArn, failureQueueArn }: ExecutionRoleProps): Statement[] => [
  { sid: "ReportFailures", actions: ["sqs:SendMessage"], resources: [failureQueueArn] },
  {
    sid: "EncryptFailures",
    actions: ["kms:Decrypt", "kms:GenerateDataKey"],
    resources: [keyArn],
    condition: [through(environment, "sqs")],
  },
];

/** X-Ray has no resource to name for these. https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html */
const trace: Statement[] = [
  {
    sid: "WriteTraces",
    actions: ["xray:PutTelemetryRecords", "xray:PutTraceSegments"],
    resources: ["*"],
  },
];

/** EC2 has no resource to name for these. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html */
const seeInterfaces = ["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"];

const changeInterfaces = [
  "ec2:AssignPrivateIpAddresses",
  "ec2:CreateNetworkInterface",
  "ec2:DeleteNetworkInterface",
  "ec2:UnassignPrivateIpAddresses",
];

/**
 * Lambda makes the function's network interfaces with the function's role, and refuses one that names single interfaces
 * to delete. So the rights are wide, and the code is denied them: Lambda marks calls from inside the function with its
 * ARN, and its own calls for interfaces not.
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

const through = (environment: Environment, service: string) => ({
  test: "StringEquals",
  variable: "kms:ViaService",
  values: [regionalService(environment, service)],
});
