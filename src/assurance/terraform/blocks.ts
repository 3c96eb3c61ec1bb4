import { blocksOf, isUnknown } from "./read";
import { absent, type Dictionary, type Unknown, type Value } from "./value";

/** A value below another one. Blocks that Terraform writes as an object or as a list of one are the same. */
export function field(value: Value | undefined, ...path: readonly string[]): Value {
  let current = value ?? absent;
  for (const step of path) {
    const block = current.kind === "list" && current.items.length === 1 ? current.items[0] : current;
    if (block?.kind === "unknown") return block;
    current = (block?.kind === "dictionary" && block.entries.get(step)) || absent;
  }
  return current;
}

/** An entry of a block; what is not understood of the block stands for all of its entries. */
export const entryOf = (block: Dictionary | Unknown, name: string): Value =>
  isUnknown(block) ? block : (block.entries.get(name) ?? absent);

/** Blocks of a value that can be read, and why others cannot. */
export function readable(value: Value): {
  readonly blocks: readonly Dictionary[];
  readonly unclear: readonly string[];
} {
  const found = blocksOf(value);
  return {
    blocks: found.flatMap((block) => (isUnknown(block) ? [] : [block])),
    unclear: found.flatMap((block) => (isUnknown(block) ? [block.reason] : [])),
  };
}
