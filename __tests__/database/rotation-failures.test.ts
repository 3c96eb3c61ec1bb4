import { RotationFailures } from "../../src/database/rotation-failures";
import { SecretsManagerClients } from "../../src/database/secrets-manager-clients";
import { encoded } from "../support/encoded";
import { environment } from "../support/fixtures";
import { synthesizeConstruct } from "../support/synthesize";

const of = environment();

test("a rotation of this environment's credentials that failed raises an alarm", () => {
  const stack = synthesizeConstruct(of, (scope) => {
    new RotationFailures(scope, "failures", { environment: of, topicArn: "arn:topic" });
  });
  const rule = stack.resource("aws_cloudwatch_event_rule");
  expect(rule.name).toBe("test-rotation-failures");
  expect(encoded(rule.event_pattern)).toEqual({
    source: ["aws.secretsmanager"],
    "detail-type": ["AWS Service Event via CloudTrail"],
    detail: {
      eventSource: ["secretsmanager.amazonaws.com"],
      eventName: ["RotationFailed"],
      additionalEventData: {
        SecretId: [
          { wildcard: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:*-test-database-credentials-*" },
        ],
      },
    },
  });
  expect(stack.count("aws_cloudwatch_event_target")).toBe(0);
  expect(stack.resource("aws_cloudwatch_metric_alarm")).toMatchObject({
    alarm_name: "test-rotation-failed",
    namespace: "AWS/Events",
    metric_name: "TriggeredRules",
    dimensions: { RuleName: rule.name },
    statistic: "Sum",
    threshold: 1,
    comparison_operator: "GreaterThanOrEqualToThreshold",
    treat_missing_data: "notBreaching",
    alarm_actions: ["arn:topic"],
  });
});

test("clients of Secrets Manager reach its endpoint and nothing else, and accept nothing", () => {
  const stack = synthesizeConstruct(of, (scope) => {
    new SecretsManagerClients(scope, "clients", {
      environment: of,
      vpcId: "vpc-2",
      endpointSecurityGroupId: "sg-endpoint",
    });
  });
  const [id] = Object.keys(stack.resources("aws_security_group"));
  const own = `\${aws_security_group.${id}.id}`;
  const rule = { ip_protocol: "tcp", from_port: 443, to_port: 443 };
  expect(stack.resource("aws_security_group").vpc_id).toBe("vpc-2");
  expect(stack.resource("aws_vpc_security_group_egress_rule")).toMatchObject({
    ...rule,
    security_group_id: own,
    referenced_security_group_id: "sg-endpoint",
  });
  expect(stack.resource("aws_vpc_security_group_ingress_rule")).toMatchObject({
    ...rule,
    security_group_id: "sg-endpoint",
    referenced_security_group_id: own,
  });
});
