import fs from "node:fs";
import path from "node:path";
import { z } from "zod";
import type { Environment } from "../../src/config/model";
import type { Aws } from "../aws/cli";
import type { Stack } from "../deployment/stack";
import { madeIn, statesOf } from "../deployment/states";
import { Needs, type Resource } from "./needs";

const block = z.record(z.string(), z.unknown());
const stackShape = z.object({
  resource: z.record(z.string(), z.record(z.string(), block)).default({}),
  output: z.record(z.string(), z.object({ value: z.unknown() })).default({}),
});
type StackJson = z.output<typeof stackShape>;

/**
 * What an environment needs, from its synthesized stacks and their states.
 *
 * @throws AwsError where a state in S3 cannot be read
 */
export async function synthesizedNeeds(
  environment: Environment,
  stacks: readonly Stack[],
  aws: Aws,
): Promise<Needs> {
  const read = stacks.map((stack) => ({ stack, json: stackJson(stack) }));
  const states = statesOf(environment, aws);
  const made = await Promise.all(stacks.map(async ({ name }) => [name, await madeIn(states, name)] as const));
  return new Needs(
    environment,
    read.flatMap(({ stack, json }) => resourcesOf(stack.name, json)),
    new Map(made),
    new Map(
      read.map(({ stack, json }) => [
        stack.name,
        Object.fromEntries(Object.entries(json.output).map(([name, { value }]) => [name, value])),
      ]),
    ),
  );
}

const stackJson = ({ folder }: Stack): StackJson =>
  stackShape.parse(JSON.parse(fs.readFileSync(path.join(folder, "cdk.tf.json"), "utf8")));

const resourcesOf = (stack: string, { resource }: StackJson): Resource[] =>
  Object.entries(resource).flatMap(([type, items]) =>
    Object.entries(items).map(([name, values]) => ({ stack, type, address: `${type}.${name}`, values })),
  );
