import fs from "node:fs";
import path from "node:path";
import type { Environment } from "../../src/config/model";
import { enumerate } from "../../src/config/problem";
import { AwsError } from "../aws/errors";
import { UsageError } from "../frame/command";
import { matching } from "./selection";
import { type Stack, shortName } from "./stack";
import { LocalStates, madeIn, type States, statesOf } from "./states";

/** A state of a stack that config no longer contains: no plan changes or destroys its resources. */
interface LeftBehind {
  readonly stack: string;
  /** Number of its resources. */
  readonly resources: number;
}

/**
 * Text about states whose stacks config no longer contains, such as that of an organization whose file was deleted
 * first.
 *
 * @param stacks all stacks of the environment
 * @param destroyed stacks that will be destroyed
 * @returns an empty text if there is none
 * @throws UsageError if such a stack depends on a destroyed one
 */
export async function leftBehindNote(
  environment: Environment,
  stacks: readonly Stack[],
  destroyed: readonly Stack[],
): Promise<string> {
  const states = statesOf(environment);
  try {
    const left = await leftBehind(states, stacks);
    refuseToStrand(environment, destroyed, left, states);
    return leftBehindText(environment, left, states);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return `Not checked whether there are states without a stack in config: ${error.message}`;
  }
}

/**
 * Refuses names that match no stack in config, but a state with resources: the file of an organization was deleted or
 * renamed before its stack was destroyed, so a suggestion of a similar name would be wrong.
 *
 * @param words arguments of the command
 * @throws UsageError with advice
 */
export async function refuseLeftBehind(
  environment: Environment,
  stacks: readonly Stack[],
  words: readonly string[],
): Promise<void> {
  const { name } = environment;
  const names = stacks.map((stack) => stack.name);
  const unknown = words.filter((word) => matching(names, name, word).length === 0);
  if (unknown.length === 0) return;
  const states = statesOf(environment);
  try {
    const left = await leftBehind(states, stacks);
    const meant = left.filter(({ stack }) =>
      unknown.some((word) => matching([stack], name, word).length > 0),
    );
    if (meant.length > 0) throw new UsageError(leftBehindText(environment, meant, states));
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
  }
}

async function leftBehind(states: States, stacks: readonly Stack[]): Promise<LeftBehind[]> {
  const names = (await states.names()).filter((name) => !stacks.some((stack) => stack.name === name));
  const all = await Promise.all(
    names.map(async (stack) => ({ stack, resources: (await madeIn(states, stack)).size })),
  );
  return all.filter(({ resources }) => resources > 0);
}

const leftBehindText = ({ name }: Environment, left: readonly LeftBehind[], states: States): string =>
  left
    .flatMap(({ stack, resources }) => {
      const short = shortName(stack, name);
      return [
        `${stack} has no file in config any more, but ${states.place(stack)} still contains ${resources} of its resources.`,
        `  Restore its file (git log --diff-filter=D -- ${fileOf(name, short)}), then: npm run destroy -- ${name} ${short}`,
        `  If none of its resources is left in AWS and in the cluster: ${states.removal(stack)}`,
      ];
    })
    .join("\n");

const fileOf = (environment: string, short: string): string =>
  `config/${environment}/${short.startsWith("org-") ? `organizations/${short.slice(4)}.yaml` : "environment.yaml"}`;

/** Files that still declare organizations whose stacks are destroyed. Empty if there are none. */
export function filesToDelete(environment: string, destroyed: readonly Stack[]): string {
  const organizations = destroyed
    .map(({ name }) => shortName(name, environment))
    .filter((short) => short.startsWith("org-"));
  if (organizations.length === 0) return "";
  const files = organizations.map((short) => fileOf(environment, short));
  return `Once destroyed, delete ${enumerate(files)}: otherwise the next npm run deploy -- ${environment} creates ${organizations.length === 1 ? "it" : "them"} again.`;
}

/** Stacks on which organizations' stacks depend. */
const shared = ["network", "cluster", "platform", "database"];

function refuseToStrand(
  environment: Environment,
  destroyed: readonly Stack[],
  left: readonly LeftBehind[],
  states: States,
): void {
  const carriers = destroyed.filter(({ name }) => shared.includes(shortName(name, environment.name)));
  if (left.length === 0 || carriers.length === 0) return;
  throw new UsageError(
    `${carriers.map(({ name }) => name).join(", ")} cannot be destroyed yet:\n${leftBehindText(environment, left, states)}`,
  );
}

/**
 * States in S3 are not searched, because only config names the bucket.
 *
 * @throws UsageError if files contain states of an environment that config no longer contains
 */
export async function refuseForgotten(environment: string): Promise<void> {
  if (fs.existsSync(path.join("config", environment))) return;
  const states = new LocalStates(environment);
  const left = await leftBehind(states, []);
  if (left.length === 0) return;
  throw new UsageError(
    `config/${environment} was deleted, but its resources were not: ${left.map(({ stack }) => states.place(stack)).join(", ")}. Restore it first: git log --diff-filter=D -- config/${environment}/environment.yaml`,
  );
}
