import { knownInputs } from "../../known/functions";
import { decodedJson, isAbsent, type Resource, textOf, type Value } from "../../terraform";
import { field } from "../../terraform/blocks";
import { compliant, type Evidence, type Rule, violated } from "../rule";

export const eventsKnown: Rule = {
  id: "events-known",
  threat:
    "An event is a command to the function that creates logins, and any identity of the account may send events.",
  check: ({ configuration }: Evidence) =>
    configuration.resources("aws_cloudwatch_event_target").map((target) => {
      const to = target.get("arn");
      const isFunction =
        to.kind !== "reference" || configuration.find(to.address)?.type === "aws_lambda_function";
      if (!isFunction) return compliant(target.address);
      const input = target.get("input");
      if (!isAbsent(input) && !isKnown(input))
        return violated(target.address, "its input is not one that the proof knows");
      const rule = configuration.resourceNamed("aws_cloudwatch_event_rule", target.get("rule"));
      if (!rule) return violated(target.address, "its rule is not in the configuration");
      return isAbsent(input) && !isOfAws(rule)
        ? violated(target.address, `${rule.address} accepts events of other sources than AWS services`)
        : compliant(target.address);
    }),
};

function isKnown(input: Value): boolean {
  const content = decodedJson(input);
  return (
    content.kind === "dictionary" &&
    [...content.entries].every(([name, value]) => knownInputs[name]?.includes(String(textOf(value))) === true)
  );
}

function isOfAws(rule: Resource): boolean {
  const pattern = rule.get("event_pattern");
  // A rule with both also receives events.
  if (isAbsent(pattern)) return !isAbsent(rule.get("schedule_expression"));
  const sources = field(decodedJson(pattern), "source");
  return (
    sources.kind === "list" &&
    sources.items.length > 0 &&
    sources.items.every((source) => String(textOf(source)).startsWith("aws."))
  );
}
