import { NodeFunction, type NodeFunctionProps } from "../../../src/functions/node-function";
import { environment } from "../../support/fixtures";
import { type Synthesized, synthesizeConstruct } from "../../support/synthesize";
import { checkout } from "./checkout";

const project = checkout();
export const name = "test-echo";
export const topicArn = "arn:aws:sns:eu-west-1:111122223333:test-alarms";

/** Synthesizes the function `echo`, with what a test says differently, and what it does with it then. */
export function build(
  props: Partial<NodeFunctionProps> = {},
  then: (made: NodeFunction) => void = () => {},
): Synthesized {
  const test = environment();
  return synthesizeConstruct(test, (scope) => {
    const made = new NodeFunction(scope, "echo", {
      environment: test,
      source: "echo",
      project,
      name,
      description: "Says what it is told",
      timeoutSeconds: 30,
      alarmTopicArn: topicArn,
      ...props,
    });
    then(made);
  });
}

/** How other resources refer to the one of a type. */
export const reference = (stack: Synthesized, type: string, attribute: string) => {
  const names = Object.keys(stack.resources(type));
  expect(names).toHaveLength(1);
  return `\${${type}.${names[0]}.${attribute}}`;
};
