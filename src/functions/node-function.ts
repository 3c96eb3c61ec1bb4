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

/** Subnets and security groups of a function. */
export interface FunctionVpc {
  readonly subnetIds: string[];
  readonly securityGroupIds: string[];
}

export interface NodeFunctionProps extends CodeProps {
  readonly environment: Environment;
  /** Name of the function and its resources. Starts with the environment's name. */
  readonly name: string;
  readonly description: string;
  /** Seconds after which Lambda ends an invocation, at most 900. */
  readonly timeoutSeconds: number;
  /** Topic that receives alarms. */
  readonly alarmTopicArn: string;
  /** Permissions of the code. @default - none */
  readonly statements?: Statement[];
  /** Settings of the code. Never a secret: Terraform stores them in its state. @default - none */
  readonly variables?: Record<string, string>;
  /** Attach the function to a VPC. @default - none, so that the function has no access to private networks */
  readonly vpc?: FunctionVpc;
  /** Memory in MiB; CPU is proportional. @default 256 */
  readonly memoryMiB?: number;
  /**
   * Number of concurrent invocations, if config reserves concurrency; the account's other functions cannot use it.
   * Otherwise no function has a reserved share or a limit.
   * @default 1
   */
  readonly reservedConcurrency?: number;
  /**
   * Number of retries after an error of an asynchronous event, 0 to 2. Synchronous callers retry by themselves.
   * @default 2
   */
  readonly retryAttempts?: number;
  /** Maximum age of a queued event in seconds, 60 to 21600. @default 3600 */
  readonly eventAgeSeconds?: number;
  /**
   * Whether events normally wait for each other at the reserved concurrency, so that throttling needs no alarm.
   * @default false
   */
  readonly throttlingIsExpected?: boolean;
  /** Consecutive minutes with an error before the alarm. @default 1 */
  readonly errorMinutes?: number;
  /** Retention of logs, in days. @default 90 */
  readonly logRetentionDays?: number;
}

/**
 * A function of lambda-src, with its own role, log group, key and alarms.
 *
 * Its role allows listed actions only and trusts only Lambda; its code and packages are those of the lock file; logs,
 * variables and failed events are encrypted with its key; only identities with IAM permission and the sources passed to
 * `allow...` invoke it. An event that fails finally is stored in a queue, and causes an alarm.
 */
export class NodeFunction extends Construct {
  readonly arn: string;
  readonly name: string;
  /** Digest of the deployed code. */
  readonly codeHash: string;
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
    this.codeHash = lambda.sourceCodeHash;
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
   * Lets Secrets Manager invoke the function to rotate secrets of this account. The function itself checks which secret
   * it rotates: one permission per secret would exceed the size limit of a function's policy after about fifty. To
   * attach the function to a secret, a principal needs permission to rotate the secret and to invoke the function.
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
      // With source maps, stack traces show lines of lambda-src.
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

/**
 * Limits: https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html; a role's name has the same maximum
 * length.
 */
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
