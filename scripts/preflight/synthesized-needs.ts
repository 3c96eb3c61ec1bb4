import type { Environment } from "../../src/config/model";
import type { Aws } from "../aws/cli";
import type { Stack } from "../deployment/stack";
import { madeIn, statesOf } from "../deployment/states";
import { readStack, resourcesOf, stackFile } from "../output-folder";
import { Needs } from "./needs";

/**
 * Needs of an environment, from its synthesized stacks and their states.
 *
 * @throws AwsError if a state in S3 cannot be read
 */
export async function synthesizedNeeds(
  environment: Environment,
  stacks: readonly Stack[],
  aws: Aws,
): Promise<Needs> {
  const read = stacks.map((stack) => ({ stack, json: readStack(stackFile(stack.folder)) }));
  const states = statesOf(environment, aws);
  const made = await Promise.all(stacks.map(async ({ name }) => [name, await madeIn(states, name)] as const));
  return new Needs(
    environment,
    read.flatMap(({ stack, json }) => resourcesOf(stack.name, json)),
    new Map(made),
    new Map(
      read.map(({ stack, json }) => [
        stack.name,
        Object.fromEntries(Object.entries(json.output ?? {}).map(([name, { value }]) => [name, value])),
      ]),
    ),
  );
}
