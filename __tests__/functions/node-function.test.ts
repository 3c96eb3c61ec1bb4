import type { NodeFunctionProps } from "../../src/functions/node-function";
import { NodeRuntime } from "../../src/functions/node-runtime";
import { environment } from "../support/fixtures";
import type { Synthesized } from "../support/synthesize";
import { build, name, reference } from "./support/echo";

const functionArn = `arn:aws:lambda:eu-west-1:111122223333:function:${name}`;

/** Statements of the function's role by their sid. */
const permissions = (stack: Synthesized) => {
  const statements = stack.statements(stack.resource("aws_iam_role_policy").policy);
  return new Map(statements.map((statement) => [statement.sid as string, statement]));
};

describe("a function", () => {
  const stack = build({ variables: { MODE: "loud" } });
  const lambda = stack.resource("aws_lambda_function");

  test("runs the zip of its folder on the current Node.js, on arm64", () => {
    expect(lambda).toMatchObject({
      function_name: name,
      package_type: "Zip",
      filename: expect.stringMatching(/^assets\/echo_code_[0-9A-F]{8}\/[0-9a-f]{32}\/echo\.zip$/),
      source_code_hash: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/),
      handler: "index.handler",
      runtime: NodeRuntime.FUNCTIONS.identifier,
      architectures: ["arm64"],
    });
  });

  test("is bounded in time and memory", () =>
    expect(lambda).toMatchObject({ timeout: 30, memory_size: 256 }));

  test("reserves concurrency only if config says so: new accounts cannot reserve any", () => {
    expect(lambda).not.toHaveProperty("reserved_concurrent_executions");
    const reserving = { environment: environment({ functions: { reserveConcurrency: true } }) };
    const reserved = (props: Partial<NodeFunctionProps>) =>
      build({ ...reserving, ...props }).resource("aws_lambda_function").reserved_concurrent_executions;
    expect([reserved({}), reserved({ reservedConcurrency: 5 })]).toEqual([1, 5]);
  });

  test("is traced", () => expect(lambda.tracing_config).toEqual({ mode: "Active" }));

  test("is not in a VPC, and has no permissions for one", () => {
    expect(lambda.vpc_config).toBeUndefined();
    const actions = [...permissions(stack).values()].flatMap((statement) => statement.actions);
    expect(actions.filter((action) => action.startsWith("ec2:"))).toEqual([]);
  });

  test("has encrypted variables, and stack traces with source positions", () => {
    expect(lambda.environment).toEqual({
      variables: { MODE: "loud", NODE_OPTIONS: "--enable-source-maps" },
    });
    expect(lambda.kms_key_arn).toBe(reference(stack, "aws_kms_key", "arn"));
  });

  test("is created after its role's permissions, and deleted before them", () => {
    expect(lambda.role).toBe(reference(stack, "aws_iam_role", "arn"));
    expect(lambda.depends_on).toEqual(
      Object.keys(stack.resources("aws_iam_role_policy")).map((each) => `aws_iam_role_policy.${each}`),
    );
  });
});

describe("its logs", () => {
  const stack = build({ logRetentionDays: 30 });

  test("are JSON in a group of its own, created before it, with retention and key", () => {
    expect(stack.count("aws_cloudwatch_log_group")).toBe(1);
    expect(stack.resource("aws_cloudwatch_log_group")).toEqual(
      expect.objectContaining({
        name: "/aws/lambda/test-echo",
        retention_in_days: 30,
        kms_key_id: reference(stack, "aws_kms_key", "arn"),
      }),
    );
    expect(stack.resource("aws_lambda_function").logging_config).toEqual({
      log_group: reference(stack, "aws_cloudwatch_log_group", "name"),
      log_format: "JSON",
      application_log_level: "INFO",
      system_log_level: "INFO",
    });
  });
});

describe("its role", () => {
  const own = { sid: "Own", actions: ["s3:GetObject"], resources: ["arn:aws:s3:::bucket/key"] };
  const stack = build({ statements: [own] });
  const key = reference(stack, "aws_kms_key", "arn");
  const queue = reference(stack, "aws_sqs_queue", "arn");

  test("is assumed by Lambda, and by no other principal", () => {
    expect(stack.count("aws_iam_role")).toBe(1);
    const role = stack.resource("aws_iam_role");
    expect(role.name).toBe(name);
    expect(stack.statements(role.assume_role_policy)).toEqual([
      {
        actions: ["sts:AssumeRole"],
        principals: [{ type: "Service", identifiers: ["lambda.amazonaws.com"] }],
      },
    ]);
  });

  test("has exactly these permissions", () => {
    const viaService = (service: string) => ({
      test: "StringEquals",
      variable: "kms:ViaService",
      values: [`${service}.eu-west-1.amazonaws.com`],
    });
    expect(stack.count("aws_iam_role_policy")).toBe(1);
    expect(stack.count("aws_iam_role_policy_attachment")).toBe(0);
    expect([...permissions(stack).values()]).toEqual([
      {
        sid: "WriteOwnLogs",
        actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
        resources: [`${reference(stack, "aws_cloudwatch_log_group", "arn")}:*`],
      },
      {
        sid: "DecryptOwnVariables",
        actions: ["kms:Decrypt"],
        resources: [key],
        condition: [
          viaService("lambda"),
          {
            test: "StringEquals",
            variable: "kms:EncryptionContext:aws:lambda:FunctionArn",
            values: [functionArn],
          },
        ],
      },
      { sid: "ReportFailures", actions: ["sqs:SendMessage"], resources: [queue] },
      {
        sid: "EncryptFailures",
        actions: ["kms:Decrypt", "kms:GenerateDataKey"],
        resources: [key],
        condition: [viaService("sqs")],
      },
      {
        sid: "WriteTraces",
        actions: ["xray:PutTelemetryRecords", "xray:PutTraceSegments"],
        resources: ["*"],
      },
      own,
    ]);
  });
});

describe("in a VPC", () => {
  const stack = build({ vpc: { subnetIds: ["subnet-1", "subnet-2"], securityGroupIds: ["sg-1"] } });
  const statements = permissions(stack);

  test("it runs in the subnets and groups it is given", () => {
    expect(stack.resource("aws_lambda_function").vpc_config).toEqual({
      subnet_ids: ["subnet-1", "subnet-2"],
      security_group_ids: ["sg-1"],
    });
  });

  test("Lambda may change interfaces of the account and region, and describe all", () => {
    expect(statements.get("AttachToVpc")).toEqual({
      sid: "AttachToVpc",
      actions: [
        "ec2:AssignPrivateIpAddresses",
        "ec2:CreateNetworkInterface",
        "ec2:DeleteNetworkInterface",
        "ec2:UnassignPrivateIpAddresses",
      ],
      resources: ["arn:aws:ec2:eu-west-1:111122223333:*/*"],
    });
    expect(statements.get("SeeInterfaces")).toEqual({
      sid: "SeeInterfaces",
      actions: ["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"],
      resources: ["*"],
    });
  });

  test("the function's code may do none of this", () => {
    const denied = statements.get("DenyInterfacesToCode");
    expect(denied).toMatchObject({
      effect: "Deny",
      resources: ["*"],
      condition: [{ test: "ArnEquals", variable: "lambda:SourceFunctionArn", values: [functionArn] }],
    });
    const allowed = [...statements.values()]
      .filter(({ effect }) => effect !== "Deny")
      .flatMap(({ actions }) => actions)
      .filter((action) => action.startsWith("ec2:"));
    expect(denied?.actions.sort()).toEqual(allowed.sort());
  });
});

describe("an event that fails for good", () => {
  const stack = build({ retryAttempts: 1, eventAgeSeconds: 120 });
  const queue = stack.resource("aws_sqs_queue");

  test("is retried within configured limits, then sent to a queue", () => {
    expect(stack.resource("aws_lambda_function_event_invoke_config")).toMatchObject({
      function_name: reference(stack, "aws_lambda_function", "function_name"),
      maximum_retry_attempts: 1,
      maximum_event_age_in_seconds: 120,
      destination_config: { on_failure: { destination: reference(stack, "aws_sqs_queue", "arn") } },
    });
    expect(build().resource("aws_lambda_function_event_invoke_config")).toMatchObject({
      maximum_retry_attempts: 2,
      maximum_event_age_in_seconds: 3600,
    });
  });

  test("remains for two weeks, encrypted with the function's key, and is sent over TLS only", () => {
    expect(queue).toMatchObject({
      name: "test-echo-failures",
      message_retention_seconds: 1_209_600,
      kms_master_key_id: reference(stack, "aws_kms_key", "arn"),
    });
    expect(stack.statements(queue.policy)).toEqual([
      {
        sid: "DenyWithoutTls",
        effect: "Deny",
        principals: [{ type: "*", identifiers: ["*"] }],
        actions: ["sqs:*"],
        resources: ["arn:aws:sqs:eu-west-1:111122223333:test-echo-failures"],
        condition: [{ test: "Bool", variable: "aws:SecureTransport", values: ["false"] }],
      },
    ]);
  });
});

describe("its key", () => {
  const stack = build();
  const statements = stack.statements(stack.resource("aws_kms_key").policy);

  test("encrypts its log group, and identities of the account use it through Lambda and SQS", () => {
    expect(stack.count("aws_kms_key")).toBe(1);
    expect(statements.map(({ sid }) => sid)).toEqual([
      "AdministerKey",
      "EncryptLogs",
      "UseThroughLogs",
      "UseThroughLAMBDA",
      "GrantToLAMBDA",
      "UseThroughSQS",
      "GrantToSQS",
    ]);
    expect(statements[1].condition).toEqual([
      expect.objectContaining({
        values: ["arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/test-echo"],
      }),
    ]);
  });
});

describe("invoking it", () => {
  test("is allowed to no principal by default", () => {
    expect(build().count("aws_lambda_permission")).toBe(0);
  });

  test("may be allowed to one EventBridge rule", () => {
    const rule = "arn:aws:events:eu-west-1:111122223333:rule/test-every-minute";
    const stack = build({}, (made) => made.allowRule("every-minute", rule));
    expect(stack.count("aws_lambda_permission")).toBe(1);
    expect(stack.resource("aws_lambda_permission")).toMatchObject({
      statement_id: "every-minute",
      function_name: reference(stack, "aws_lambda_function", "function_name"),
      action: "lambda:InvokeFunction",
      principal: "events.amazonaws.com",
      source_arn: rule,
    });
  });

  test("may be allowed to Secrets Manager, for secrets of the account", () => {
    const stack = build({}, (made) => made.allowRotation("rotation"));
    expect(stack.count("aws_lambda_permission")).toBe(1);
    expect(stack.resource("aws_lambda_permission")).toMatchObject({
      statement_id: "rotation",
      function_name: reference(stack, "aws_lambda_function", "function_name"),
      action: "lambda:InvokeFunction",
      principal: "secretsmanager.amazonaws.com",
      source_account: "111122223333",
    });
  });
});

describe("its name", () => {
  test("carries the environment's", () => {
    expect(() => build({ name: "echo" })).toThrow(
      'Function "echo" must carry the name of its environment: start it with "test-".',
    );
  });

  test("has at most 64 characters of those that Lambda takes", () => {
    expect(build({ name: `test-${"x".repeat(59)}` }).count("aws_lambda_function")).toBe(1);
    expect(() => build({ name: `test-${"x".repeat(60)}` })).toThrow("(65 characters)");
    expect(() => build({ name: "test-e.cho" })).toThrow("letters, digits, hyphens and underscores");
  });
});
