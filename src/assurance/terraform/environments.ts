import { groupedBy } from "../grouping";
import { Configuration } from "./configuration";
import type { StackSource } from "./stack";

/** Stacks that belong together. */
export interface Environment {
  /** Common prefix of the names of its stacks. */
  readonly name: string;
  readonly configuration: Configuration;
}

/**
 * Parts of an output folder that are independent: no stack of one reads a state of another.
 *
 * @param earlier a configuration of mostly the same stacks. @default - none
 */
export function environments(sources: readonly StackSource[], earlier?: Configuration): Environment[] {
  const all = new Configuration(sources, earlier);
  const parts = new Map<string, string>(all.stacks.map(({ name }) => [name, name]));
  const partOf = (name: string): string => {
    let part = name;
    for (let next = parts.get(part); next !== undefined && next !== part; next = parts.get(part)) part = next;
    return part;
  };
  for (const stack of all.stacks)
    for (const read of stack.reads) parts.set(partOf(stack.name), partOf(read.name));
  const groups = groupedBy(sources, ({ name }) => partOf(name));
  return [...groups.values()].map((members) => ({
    name: commonPrefix(members.map(({ name }) => name)),
    configuration: members.length === sources.length ? all : new Configuration(members, earlier),
  }));
}

/** The common prefix of names, without the hyphen: `dev` of `dev-network` and `dev-cluster`. */
function commonPrefix([first = "", ...others]: readonly string[]): string {
  let length = first.length;
  for (const name of others) while (!name.startsWith(first.slice(0, length))) length--;
  return first.slice(0, length).replace(/-$/, "");
}
