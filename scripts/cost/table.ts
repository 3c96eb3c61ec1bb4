import { parts } from "./parts";
import type { Resources } from "./resources";

interface Row {
  readonly part: string;
  /** One cell per environment. */
  readonly cells: readonly { readonly quantity: string; readonly usd: number | undefined }[];
}

/** Monthly cost of an environment, as far as prices are in the table. */
export const sumOf = (resources: Resources): number =>
  Object.values(parts)
    .flatMap((part) => part(resources))
    .reduce((sum, { usd = 0 }) => sum + usd, 0);

const rowsOf = (environments: readonly Resources[]): Row[] =>
  Object.entries(parts)
    .map(([part, of]) => ({ part, cells: environments.map((resources) => joined(of(resources))) }))
    .filter(({ cells }) => cells.some(({ quantity }) => quantity !== ""));

const joined = (lines: ReturnType<(typeof parts)[string]>): Row["cells"][number] => ({
  quantity: lines.map(({ quantity }) => quantity).join(" + "),
  usd: lines.some(({ usd }) => usd === undefined)
    ? undefined
    : lines.reduce((sum, { usd = 0 }) => sum + usd, 0),
});

/** Whole dollars: list prices are not more precise. */
export const dollars = (usd: number): string => Math.round(usd).toLocaleString("en-US");

/** A Markdown table of environments by name. */
export function costTable(environments: ReadonlyMap<string, Resources>): string {
  const names = [...environments.keys()];
  const all = [...environments.values()];
  const rows = rowsOf(all).map(({ part, cells }) => [
    part,
    ...cells.flatMap(({ quantity, usd }) => [quantity || "-", quantity ? priceIn(usd) : "-"]),
  ]);
  const sums = ["**together**", ...all.flatMap((resources) => ["", `**${dollars(sumOf(resources))}**`])];
  const head = ["", ...names.flatMap((name) => [name, "USD a month"])];
  return [head, head.map((_, index) => (index > 0 && index % 2 === 0 ? "---:" : "---")), ...rows, sums]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
}

const priceIn = (usd: number | undefined): string => (usd === undefined ? "not in the table" : dollars(usd));
