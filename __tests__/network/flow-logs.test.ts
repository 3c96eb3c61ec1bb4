import { FlowLogs } from "../../src/network/flow-logs";
import { environment } from "../support/fixtures";
import { synthesizeConstruct } from "../support/synthesize";

test.each([
  ["standard", undefined],
  ["infrequent-access", "INFREQUENT_ACCESS"],
])("flow logs are of the class %s", (flowLogClass, made) => {
  const config = environment({ network: { flowLogClass } });
  const stack = synthesizeConstruct(config, (scope) => {
    new FlowLogs(scope, "flow-logs", { environment: config, name: "test-flow-logs", vpcId: "vpc-1" });
  });
  expect(stack.resource("aws_cloudwatch_log_group").log_group_class).toBe(made);
});

describe("FlowLogs", () => {
  const config = environment({ network: { flowLogRetentionDays: 30 } });
  const stack = synthesizeConstruct(config, (scope) => {
    new FlowLogs(scope, "flow-logs", { environment: config, name: "test-flow-logs", vpcId: "vpc-1" });
  });
  const logGroup = Object.keys(stack.resources("aws_cloudwatch_log_group"))[0];
  const key = Object.keys(stack.resources("aws_kms_key"))[0];

  test("record accepted and rejected packets, aggregated per minute", () => {
    expect(stack.resource("aws_flow_log")).toMatchObject({
      vpc_id: "vpc-1",
      traffic_type: "ALL",
      log_destination_type: "cloud-watch-logs",
      log_destination: `\${aws_cloudwatch_log_group.${logGroup}.arn}`,
      max_aggregation_interval: 60,
    });
  });

  test("go to a log group with its own key and a retention", () => {
    expect(stack.resource("aws_cloudwatch_log_group")).toMatchObject({
      name: "test-flow-logs",
      retention_in_days: 30,
      kms_key_id: `\${aws_kms_key.${key}.arn}`,
    });
    expect(stack.resource("aws_kms_key").enable_key_rotation).toBe(true);
    const use = stack
      .statements(stack.resource("aws_kms_key").policy)
      .find(({ sid }) => sid === "EncryptLogs");
    expect(use.condition).toEqual([
      {
        test: "ArnEquals",
        variable: "kms:EncryptionContext:aws:logs:arn",
        values: ["arn:aws:logs:eu-west-1:111122223333:log-group:test-flow-logs"],
      },
    ]);
  });

  test("are written by a role that only flow logs of this account and region can use", () => {
    expect(stack.statements(stack.resource("aws_iam_role").assume_role_policy)).toEqual([
      {
        actions: ["sts:AssumeRole"],
        principals: [{ type: "Service", identifiers: ["vpc-flow-logs.amazonaws.com"] }],
        condition: [
          { test: "StringEquals", variable: "aws:SourceAccount", values: ["111122223333"] },
          {
            test: "ArnLike",
            variable: "aws:SourceArn",
            values: ["arn:aws:ec2:eu-west-1:111122223333:vpc-flow-log/*"],
          },
        ],
      },
    ]);
  });

  test("are written by a role that may write to their log group, and create none", () => {
    const statements = stack.statements(stack.resource("aws_iam_role_policy").policy);
    const arn = `\${aws_cloudwatch_log_group.${logGroup}.arn}`;
    expect(statements.map(({ resources }) => resources)).toEqual([[arn, `${arn}:*`], ["*"]]);
    expect(statements.map(({ actions }) => actions)).toEqual([
      ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
      ["logs:DescribeLogGroups"],
    ]);
  });

  test("start once the role may write", () => {
    const policy = Object.keys(stack.resources("aws_iam_role_policy"))[0];
    expect(stack.resource("aws_flow_log").depends_on).toEqual([`aws_iam_role_policy.${policy}`]);
  });
});
