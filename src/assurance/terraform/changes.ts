import { concatenated } from "../grouping";
import { everything } from "./facts";
import { isEqual } from "./sharing";
import type { Stack } from "./stack";

/** All queries that two configurations answer differently, in the notation in which facts record queries. */
export function changesBetween(earlier: readonly Stack[], later: readonly Stack[]): ReadonlySet<string> {
  const before = new Map(earlier.map((stack) => [stack.name, stack]));
  const now = new Map(later.map((stack) => [stack.name, stack]));
  const names = new Set([...before.keys(), ...now.keys()]);
  const changes = new Set([...names].flatMap((name) => changesOf(name, before.get(name), now.get(name))));
  if (!isEqual([...before.keys()], [...now.keys()])) {
    for (const all of ["names of stacks", everything, "unread"]) changes.add(all);
    // Resources of a type are in the order of their stacks.
    for (const type of typesIn([...earlier, ...later])) changes.add(`type ${type}`);
  }
  return changes;
}

/** Types of all resources of stacks. */
export const typesIn = (stacks: readonly Stack[]): ReadonlySet<string> =>
  new Set(concatenated(stacks.map(({ byType }) => [...byType.keys()])));

function changesOf(name: string, before: Stack | undefined, now: Stack | undefined): string[] {
  if (before && now?.isUnchanged) return [];
  const [old, current] = [before?.resources ?? [], now?.resources ?? []];
  const known = new Set<unknown>(old);
  const kept = new Set<unknown>(current);
  return [
    everything,
    `stack ${name}`,
    ...(isEqual(before?.unread, now?.unread) ? [] : ["unread"]),
    ...(isEqual(before?.allProviders, now?.allProviders) ? [] : [`providers of ${name}`]),
    ...old.filter((resource) => !kept.has(resource)).map(({ address }) => address),
    ...current.filter((resource) => !known.has(resource)).map(({ address }) => address),
    ...(isEqual([...(before?.byType.keys() ?? [])], [...(now?.byType.keys() ?? [])]) ? [] : ["types"]),
    ...[...typesIn([before, now].filter((stack) => stack !== undefined))]
      .filter((type) => !isEqual(before?.byType.get(type), now?.byType.get(type)))
      .map((type) => `type ${type}`),
  ];
}
