import { everything } from "./facts";
import type { Resource } from "./resource";
import { isEqual } from "./sharing";
import type { Stack } from "./stack";

/** What a configuration declares. */
export interface Declared {
  readonly stacks: readonly Stack[];
  readonly byType: ReadonlyMap<string, readonly Resource[]>;
}

/** Everything that two configurations answer differently, in the words in which facts note what was asked. */
export function changesBetween(earlier: Declared, later: Declared): ReadonlySet<string> {
  const changes = new Set<string>();
  const before = new Map(earlier.stacks.map((stack) => [stack.name, stack]));
  const now = new Map(later.stacks.map((stack) => [stack.name, stack]));
  if (!isEqual([...before.keys()], [...now.keys()]))
    for (const all of ["names of stacks", everything, "unread"]) changes.add(all);
  for (const name of new Set([...before.keys(), ...now.keys()]))
    for (const change of changesOf(name, before.get(name), now.get(name))) changes.add(change);
  for (const type of new Set([...earlier.byType.keys(), ...later.byType.keys()])) {
    if (!isEqual(earlier.byType.get(type), later.byType.get(type))) changes.add(`type ${type}`);
    if (!earlier.byType.has(type) || !later.byType.has(type)) changes.add("types");
  }
  return changes;
}

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
  ];
}
