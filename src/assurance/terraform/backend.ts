import { type Json, objectIn } from "./json";

/** Where a stack keeps its state. */
export interface Backend {
  readonly kind: string;
  readonly settings: Json;
}

export function backendIn(json: unknown): Backend {
  const [found] = Object.entries(objectIn(objectIn(objectIn(json).terraform).backend));
  return { kind: found?.[0] ?? "local", settings: objectIn(found?.[1]) };
}
