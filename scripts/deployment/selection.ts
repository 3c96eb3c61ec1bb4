import path from "node:path";
import { Order } from "../../src/atlantis/order";
import { didYouMean, UsageError } from "../frame/command";
import { plannedStacks } from "../planned-stacks";
import { type Stack, shortName } from "./stack";

/** The stacks of an environment in an output folder, in the order of their application. */
export function stacksOf(outdir: string, environment: string): Stack[] {
  const planned = plannedStacks(outdir);
  const order = new Order(planned);
  return planned
    .filter((stack) => stack.environment === environment)
    .sort((a, b) => order.depthOf(a.name) - order.depthOf(b.name))
    .map(({ name, dependencies }) => ({ name, dependencies, folder: path.join(outdir, "stacks", name) }));
}

/**
 * Selects stacks by name.
 *
 * @param words as in `matching`; none for all stacks
 * @throws UsageError if a word matches none
 */
export function select(stacks: readonly Stack[], environment: string, words: readonly string[]): Stack[] {
  if (words.length === 0) return [...stacks];
  const names = stacks.map(({ name }) => name);
  const chosen = new Set(
    words.flatMap((word) => {
      const found = matching(names, environment, word);
      if (found.length > 0) return found;
      const shortNames = names.map((name) => shortName(name, environment));
      throw new UsageError(
        `There is no stack ${word} in ${environment}; there are ${shortNames.join(", ")}.${didYouMean(word, shortNames)}`,
      );
    }),
  );
  return stacks.filter(({ name }) => chosen.has(name));
}

/**
 * Names of stacks that match a word, with or without the environment's name as a prefix; `*` matches any characters.
 */
export function matching(names: readonly string[], environment: string, word: string): string[] {
  const pattern = new RegExp(`^${word.split("*").map(escaped).join(".*")}$`);
  return names.filter((name) => pattern.test(name) || pattern.test(shortName(name, environment)));
}

const escaped = (text: string): string => text.replace(/[.+?^${}()|[\]\\]/g, "\\$&");

/** @throws UsageError if a stack depends on a destroyed one */
export function refuseToLeaveDependents(stacks: readonly Stack[], chosen: readonly Stack[]): void {
  const left = stacks.filter(
    (stack) =>
      !chosen.includes(stack) && stack.dependencies.some((name) => chosen.some((one) => one.name === name)),
  );
  if (left.length === 0) return;
  throw new UsageError(
    `${chosen.map(({ name }) => name).join(", ")} cannot be destroyed alone, being needed by ${left.map(({ name }) => name).join(", ")}. Name these too, or only the environment to destroy all stacks.`,
  );
}
