import type { Synthesized } from "../../support/synthesize";

interface Block {
  depends_on?: string[];
}
type Blocks = Record<string, Record<string, Block>>;

const indent = "  ";

/**
 * The Terraform addresses of stacks as lines: a stack, below it its addresses, below an address what it depends on.
 * Sorted, so that only what changes differs.
 */
export const listing = (stacks: readonly Synthesized[]): string[] =>
  [...stacks]
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap(({ name, json }) => [
      name,
      ...[...blocks("", json.resource), ...blocks("data.", json.data), ...outputs(json.output)]
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .flatMap(([address, { depends_on = [] }]) => [
          indent + address,
          ...[...depends_on].sort().map((other) => `${indent}${indent}after ${other}`),
        ]),
    ]);

const blocks = (prefix: string, byType: Blocks = {}): [address: string, block: Block][] =>
  Object.entries(byType).flatMap(([type, byName]) =>
    Object.entries(byName).map(([name, block]): [string, Block] => [`${prefix}${type}.${name}`, block]),
  );

const outputs = (byName: Record<string, Block> = {}): [address: string, block: Block][] =>
  Object.entries(byName).map(([name, block]) => [`output.${name}`, block]);

/** What is in one listing and not in the other, in words, one line per difference. */
export function changes(accepted: readonly string[], found: readonly string[]): string[] {
  const before = facts(accepted);
  const now = facts(found);
  return [
    ...before.filter((fact) => !now.includes(fact)).map((fact) => `gone: ${fact}`),
    ...now.filter((fact) => !before.includes(fact)).map((fact) => `new: ${fact}`),
  ].sort((one, other) => (one.replace(/^\w+: /, "") < other.replace(/^\w+: /, "") ? -1 : 1));
}

/** Each line with the stack and the address above it. */
function facts(lines: readonly string[]): string[] {
  const above: string[] = [];
  return lines.map((line) => {
    const depth = /^ */.exec(line)?.[0].length ?? 0;
    above.splice(depth / indent.length, above.length, line.trim());
    return above.join(" ");
  });
}
