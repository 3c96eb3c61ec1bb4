import { type Json, objectIn } from "./json";
import { knownBlocks } from "./known-blocks";
import { addressOf } from "./resource";

/** The JSON of a stack, and other files that Terraform would read. */
interface WrittenStack {
  readonly name: string;
  readonly json: unknown;
  readonly beside?: readonly string[];
}

/** A part of a stack that could contain resources or values, and is not read. */
export interface Unread {
  readonly stack: string;
  readonly reason: string;
}

/** A resource or data source, as written in a stack. */
export interface Declaration {
  readonly mode: "resource" | "data";
  readonly type: string;
  readonly name: string;
  readonly json: Json;
}

/** Parsed content of a stack: its resources by address, and what is not read. */
export interface Written {
  readonly declarations: ReadonlyMap<string, Declaration>;
  readonly unread: readonly Unread[];
}

export function writtenIn({ name, json, beside }: WrittenStack): Written {
  const blocks = objectIn(json);
  const declared = (mode: Declaration["mode"]): [string, Declaration][] =>
    Object.entries(objectIn(blocks[mode])).flatMap(([type, named]) =>
      Object.entries(objectIn(named)).map(([own, body]): [string, Declaration] => [
        addressOf(name, mode, type, own),
        { mode, type, name: own, json: objectIn(body) },
      ]),
    );
  return {
    declarations: new Map([...declared("resource"), ...declared("data")]),
    unread: [
      ...Object.keys(blocks)
        .filter((block) => !knownBlocks.has(block))
        .map((block) => `a block "${block}"`),
      ...["resource", "data"].flatMap((block) => listsIn(blocks[block], [block])),
      ...(beside ?? []).map((file) => `${file} stands beside what was synthesized: Terraform reads it, too`),
    ].map((reason): Unread => ({ stack: name, reason })),
  };
}

/** Terraform also accepts lists for labelled blocks, at every label; their content is not read here. */
function listsIn(json: unknown, path: readonly string[]): string[] {
  if (Array.isArray(json)) return [`${path.join(" ")} is a list of blocks`];
  const isBody = path.length === 3;
  return isBody
    ? []
    : Object.entries(objectIn(json)).flatMap(([name, value]) => listsIn(value, [...path, name]));
}
