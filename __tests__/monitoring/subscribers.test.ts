import { InstanceEventTopic } from "../../src/database/instance-events";
import { atLeastOne } from "../support/at-least-one";
import { environment } from "../support/fixtures";
import { type Synthesized, synthesizeConstruct } from "../support/synthesize";

function build(notifications: Record<string, string[]>): Synthesized {
  const of = environment({ notifications });
  return synthesizeConstruct(of, (scope) => {
    new InstanceEventTopic(scope, "events", { environment: of });
  });
}

const stack = build({
  email: ["oncall@example.com", "platform.team@example.com"],
  https: ["https://alerts.example.com/sns/database"],
});
const subscriptions = Object.values(stack.resources("aws_sns_topic_subscription"));

test("subscribes each address in config, and no other, to the environment's topic", () => {
  expect(subscriptions.map(({ protocol, endpoint }) => [protocol, endpoint]).sort()).toEqual([
    ["email", "oncall@example.com"],
    ["email", "platform.team@example.com"],
    ["https", "https://alerts.example.com/sns/database"],
  ]);
  for (const { topic_arn } of atLeastOne(subscriptions))
    expect(topic_arn).toMatch(/^\$\{aws_sns_topic\.events_\w+\.arn\}$/);
});

test("an apply waits until an HTTPS endpoint confirms its subscription, and does not wait for email", () => {
  for (const { protocol, endpoint_auto_confirms } of atLeastOne(subscriptions))
    expect([protocol, endpoint_auto_confirms]).toEqual([protocol, protocol === "https" ? true : undefined]);
});

test("an address removed from config loses its subscription; all others keep theirs", () => {
  const [kept, ...others] = Object.keys(
    build({ email: ["platform.team@example.com"] }).resources("aws_sns_topic_subscription"),
  );
  expect(others).toEqual([]);
  expect(Object.keys(stack.resources("aws_sns_topic_subscription"))).toContain(kept);
});

test("addresses that differ only in dots and dashes are separate subscriptions", () => {
  const alike = build({ email: ["on.call@example.com", "on-call@example.com", "oncall@example.com"] });
  expect(alike.count("aws_sns_topic_subscription")).toBe(3);
});

test("without addresses, the topic exists and has no subscriber", () => {
  const silent = build({});
  expect([silent.count("aws_sns_topic"), silent.count("aws_sns_topic_subscription")]).toEqual([1, 0]);
});
