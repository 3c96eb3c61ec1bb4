import type { Configuration } from "./configuration";
import { type Json, objectIn } from "./json";

/** Backend of a stack's state. */
export interface Backend {
  readonly kind: string;
  readonly settings: Json;
}

/** Backends of all stacks. */
export const backendsIn = (configuration: Configuration): readonly Backend[] =>
  configuration.stackNames.map((stack) => configuration.derived(backendOf, stack));

export function backendOf(configuration: Configuration, stack: string): Backend {
  const { terraform } = objectIn(configuration.stack(stack).source.json);
  const [found] = Object.entries(objectIn(objectIn(terraform).backend));
  return { kind: found?.[0] ?? "local", settings: objectIn(found?.[1]) };
}
