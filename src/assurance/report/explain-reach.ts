import type { Proof } from "../gate";
import { explain, type Party, reach } from "../network";

/** One source and one database in words, for whoever wonders why a connection does not open, or why it does. */
export function explainReach({ network }: Proof, source: string, database: string): string[] {
  const from = named(network.sources, source, "source");
  // With one database nobody wants to type its name.
  const [only, ...others] = network.databases;
  const to =
    only && others.length === 0 && database === "database"
      ? only
      : named(network.databases, database, "database");
  return explain(reach(network, from, to));
}

/** The one that is called so, or whose name contains what was typed where that is clear. */
function named<T extends Party>(all: readonly T[], name: string, what: string): T {
  const found = all.find((one) => one.name === name);
  const similar = all.filter((one) => one.name.includes(name));
  const only = found ?? (similar.length === 1 ? similar[0] : undefined);
  if (only) return only;
  const names = (similar.length > 0 ? similar : all).map((one) => one.name);
  throw new Error(`There is no ${what} ${name}. There are:\n${listed(names)}`);
}

const mostNames = 30;

const listed = (names: readonly string[]): string =>
  [
    ...names.slice(0, mostNames),
    ...(names.length > mostNames ? [`and ${names.length - mostNames} more`] : []),
  ]
    .map((name) => `  ${name}`)
    .join("\n");
