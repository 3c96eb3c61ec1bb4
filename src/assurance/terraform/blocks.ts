import { blocksOf, isUnknown } from "./read";
import { absent, type Constant, type Dictionary, keyOf, type Unknown, unknown, type Value } from "./value";

/**
 * A value below another one. Blocks that Terraform writes as an object or as a list of one are the same. Below what is no
 * block that can be read, such as the result of a function, or one of several, nothing is known.
 */
export function field(value: Value | undefined, ...path: readonly string[]): Value {
  let current = value ?? absent;
  for (const step of path) {
    const block = current.kind === "dictionary" ? current : onlyBlock(current);
    if (block.kind !== "dictionary") return block;
    current = block.entries.get(step) ?? absent;
  }
  return current;
}

function onlyBlock(value: Value): Dictionary | Unknown | Constant {
  const blocks = blocksOf(value);
  return blocks.length > 1 ? unknown(`${keyOf(value)} is not a single block`) : (blocks[0] ?? absent);
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
    blocks: found.filter((block) => !isUnknown(block)),
    unclear: found.filter(isUnknown).map(({ reason }) => reason),
  };
}
