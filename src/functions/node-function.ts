import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { LambdaFunctionEventInvokeConfig } from "@cdktf/provider-aws/lib/lambda-function-event-invoke-config";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { Construct } from "constructs";
import type { Environment } from "../config/model";
import { arn } from "../foundation/arn";
import { EncryptionKey, usedByLogGroups, usedThrough } from "../foundation/encryption-key";
import { LogGroup } from "../foundation/log-group";
import type { Statement } from "../foundation/policy";
import { handler } from "./bundle";
import { Code, type CodeProps } from "./code";
import { ExecutionRole } from "./execution-role";
import { FailureQueue } from "./failure-queue";
import { FunctionAlarms } from "./function-alarms";
import { NodeRuntime } from "./node-runtime";

/** Where in a VPC a function runs. */
export interface FunctionVpc {
  readonly subnetIds: string[];
  readonly securityGroupIds: string[];
}

export interface NodeFunctionProps extends CodeProps {
  readonly environment: Environment;
  /** Name of the function and of all that belongs to it. Starts with the environment's name. */
  readonly name: string;
  readonly description: string;
  /** When Lambda stops an invocation: seconds, 900 at most. */
  readonly timeoutSeconds: number;
  /** Topic that hears of alarms. */
  readonly alarmTopicArn: string;
  /** What the code may do in AWS. @default - nothing */
  readonly statements?: Statement[];
  /** Settings of the code. Never a secret: Terraform keeps them in its state. @default - none */
  readonly variables?: Record<string, string>;
  /** @default - attached to no VPC: the function gets no network position from which anything private can be reached */
  readonly vpc?: FunctionVpc;
  /** Memory, and in proportion to it processor, in MiB. @default 256 */
  readonly memoryMiB?: number;
  /**
   * Where config reserves concurrency, how many invocations run at the same time: taken from what the account may run.
   * Otherwise no function has a part of its own, or a limit. @default 1
   */
  readonly reservedConcurrency?: number;
  /** How often an event is tried again after an error, 0 to 2. Synchronous callers try again themselves. @default 2 */
  readonly retryAttempts?: number;
  /** How long an event may wait for its turn or its retry: seconds, 60 to 21600. @default 3600 */
  readonly eventAgeSeconds?: number;
  /** Whether events ordinarily wait for each other at the reserved concurrency: no alarm is due then. @default false */
  readonly throttlingIsExpected?: boolean;
  /** Minutes in a row with an error before the alarm. @default 1 */
  readonly errorMinutes?: number;
  /** How long logs are kept, in days. @default 90 */
  readonly logRetentionDays?: number;
}

/**
 * A function of lambda-src, with a role, a log group, a key and alarms of its own.
 *
 * What guards it: its role names what it may touch, and trusts Lambda alone; its code and packages are those of the lock
 * file; logs, variables and failed events are encrypted with its key; it is invoked by nothing but identities that IAM policies
 * allow and the sources given to `allow...`. An event that fails for good ends in a queue, and an alarm says so.
 */
export class NodeFunction extends Construct {
  readonly arn: string;
  readonly name: string;
  readonly roleArn: string;
  /** Digest of the deployed code: changes when the code does. */
  readonly codeHash: string;
  /** Events that the function gave up on. */
  readonly failureQueueArn: string;
  private readonly environment: Environment;

  constructor(scope: Construct, id: string, props: NodeFunctionProps) {
    super(scope, id);
    checkName(props);
    const { environment, name } = props;
    const keyArn = this.createKey(props);
    const logs = new LogGroup(this, "logs", {
      name: logGroupName(name),
      retentionDays: props.logRetentionDays ?? 90,
      keyArn,
    });
    const failures = new FailureQueue(this, "failures", {
      environment,
      name: failureQueueName(name),
      keyArn,
    });
    const role = this.createRole(props, keyArn, logs, failures);
    const lambda = this.createFunction(props, keyArn, logs, role);
    new LambdaFunctionEventInvokeConfig(this, "events", {
      functionName: lambda.functionName,
      maximumRetryAttempts: props.retryAttempts ?? 2,
      maximumEventAgeInSeconds: props.eventAgeSeconds ?? 3600,
      destinationConfig: { onFailure: { destination: failures.arn } },
    });
    this.watch(props);

    this.arn = lambda.arn;
    this.name = lambda.functionName;
    this.roleArn = role.arn;
    this.codeHash = lambda.sourceCodeHash;
    this.failureQueueArn = failures.arn;
    this.environment = environment;
  }

  private createRole(
    { environment, name, vpc, statements = [] }: NodeFunctionProps,
    keyArn: string,
    logs: LogGroup,
    failures: FailureQueue,
  ): ExecutionRole {
    return new ExecutionRole(this, "role", {
      environment,
      functionName: name,
      functionArn: arn(environment, "lambda", `function:${name}`),
      logGroupArn: logs.arn,
      failureQueueArn: failures.arn,
      keyArn,
      inVpc: vpc !== undefined,
      statements,
    });
  }

  private watch(props: NodeFunctionProps): void {
    new FunctionAlarms(this, "alarms", {
      functionName: props.name,
      timeoutSeconds: props.timeoutSeconds,
      failureQueueName: failureQueueName(props.name),
      topicArn: props.alarmTopicArn,
      errorMinutes: props.errorMinutes ?? 1,
      isReserved: reservedFor(props) !== undefined,
      throttlingIsExpected: props.throttlingIsExpected ?? false,
    });
  }

  /** Lets one EventBridge rule invoke the function. */
  allowRule(id: string, ruleArn: string): void {
    new LambdaPermission(this, id, {
      statementId: id,
      functionName: this.name,
      action: "lambda:InvokeFunction",
      principal: "events.amazonaws.com",
      sourceArn: ruleArn,
    });
  }

  /**
   * Lets Secrets Manager invoke the function to rotate secrets of this account. Which secrets it rotates is for the
   * function to check: a permission for each would end at the size that Lambda allows a function's policy, after some
   * fifty. Attaching it to a secret takes the right to rotate the secret and to invoke the function.
   * https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets-required-permissions-function.html
   */
  allowRotation(id: string): LambdaPermission {
    return new LambdaPermission(this, id, {
      statementId: id,
      functionName: this.name,
      action: "lambda:InvokeFunction",
      principal: "secretsmanager.amazonaws.com",
      sourceAccount: this.environment.account,
    });
  }

  private createKey({ environment, name }: NodeFunctionProps): string {
    const key = new EncryptionKey(this, "key", {
      environment,
      alias: name,
      description: `Logs, variables and failed events of the function ${name}`,
      uses: [
        usedByLogGroups(environment, [logGroupName(name)]),
        usedThrough(environment, "lambda"),
        usedThrough(environment, "sqs"),
      ],
    });
    return key.arn;
  }

  private createFunction(
    props: NodeFunctionProps,
    keyArn: string,
    logs: LogGroup,
    role: ExecutionRole,
  ): LambdaFunction {
    const code = new Code(this, "code", props);
    return new LambdaFunction(this, "Resource", {
      functionName: props.name,
      description: props.description,
      role: role.arn,
      packageType: "Zip",
      filename: code.path,
      sourceCodeHash: code.hash,
      handler,
      runtime: NodeRuntime.FUNCTIONS.identifier,
      architectures: ["arm64"],
      timeout: props.timeoutSeconds,
      memorySize: props.memoryMiB ?? 256,
      reservedConcurrentExecutions: reservedFor(props),
      // Stack traces name the lines of lambda-src.
      environment: { variables: { ...props.variables, NODE_OPTIONS: "--enable-source-maps" } },
      kmsKeyArn: keyArn,
      loggingConfig: {
        logGroup: logs.name,
        logFormat: "JSON",
        applicationLogLevel: "INFO",
        systemLogLevel: "INFO",
      },
      tracingConfig: { mode: "Active" },
      vpcConfig: props.vpc,
      dependsOn: role.grants,
    });
  }
}

const reservedFor = ({ environment, reservedConcurrency = 1 }: NodeFunctionProps): number | undefined =>
  environment.functions.reserveConcurrency ? reservedConcurrency : undefined;

const logGroupName = (functionName: string): string => `/aws/lambda/${functionName}`;

const failureQueueName = (functionName: string): string => `${functionName}-failures`;

/** https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html; a role's name has the same length. */
function checkName({ environment, name }: NodeFunctionProps): void {
  if (!name.startsWith(`${environment.name}-`)) {
    throw new Error(
      `Function "${name}" must carry the name of its environment: start it with "${environment.name}-".`,
    );
  }
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(name)) {
    throw new Error(
      `Function "${name}" (${name.length} characters) must have 1 to 64 letters, digits, hyphens and underscores: shorten or rename it.`,
    );
  }
}
