import { blocksOf, isUnknown } from "./read";
import {
  absent,
  type Constant,
  type Dictionary,
  isAbsent,
  keyOf,
  type Unknown,
  unknown,
  type Value,
} from "./value";

/**
 * A value below another one. A block that Terraform writes as an object equals a list of one. Below values that are not
 * a single readable block, such as the result of a function, nothing is known.
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

/** An entry of a block; if the block is unknown, so are all its entries. */
export const entryOf = (block: Dictionary | Unknown, name: string): Value =>
  isUnknown(block) ? block : (block.entries.get(name) ?? absent);

/** The items of a list, the value itself where it is no list, and none where it is left out. */
export function itemsOf(value: Value): readonly Value[] {
  if (isAbsent(value)) return [];
  return value.kind === "list" ? value.items : [value];
}

/** Readable blocks of a value, and reasons for the others. */
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
