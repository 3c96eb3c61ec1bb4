import { listsByKey } from "../../grouping";
import type { Change, Changes } from "./compare";

/** GitHub limits a comment to 65,536 characters, and its other parts need some. */
const longestText = 55_000;

/** Severity of a change, by the sign that colours its line in a diff. */
type Sign = "-" | "+" | " ";

/**
 * Changes of access, for a comment on a pull request.
 *
 * A line with `-` weakens existing protection: an existing principal receives access to an existing resource. `+` is
 * access of a new principal or to a new resource. Other lines are access that ends. Environments with weaker protection
 * come first.
 */
export function changesMarkdown(all: readonly Changes[]): string {
  const told = all.map(environment);
  const weaker = told.reduce((sum, { counts }) => sum + counts["-"], 0);
  const diff = [...told]
    .filter(({ lines }) => lines.length > 0)
    .sort((a, b) => Number(b.counts["-"] > 0) - Number(a.counts["-"] > 0))
    .flatMap(({ lines }) => lines);
  const same = told.filter(({ lines }) => lines.length === 0).map(({ name }) => name);
  return [
    `## Changes of access${weaker > 0 ? `: ${weaker} weaker` : ""}`,
    "",
    ...(diff.length > 0 ? ["```diff", ...upTo(longestText, diff.map(inert)), "```", ""] : []),
    ...(diff.length > 0 ? [legend, ""] : []),
    ...(same.length > 0 ? [`No change of access: ${same.join(", ")}.`, ""] : []),
  ].join("\n");
}

const legend =
  "`-` weakens existing protection, `+` comes with a new principal or resource, lines without a sign are access that ends.";

interface Told {
  readonly name: string;
  readonly lines: readonly string[];
  readonly counts: Readonly<Record<Sign, number>>;
}

function environment({ environment: name, on, reach, credentials, findings }: Changes): Told {
  const all = [...findings, ...reach, ...credentials];
  const withSign = (sign: Sign): readonly Change[] => all.filter((change) => signOf(change) === sign);
  const counts = { "-": withSign("-").length, "+": withSign("+").length, " ": withSign(" ").length };
  if (all.length === 0 && on === "both sides") return { name, lines: [], counts };
  const where = on === "both sides" ? "" : `, on ${on}`;
  const total = `${counts["-"]} weaker, ${counts["+"]} with something new, ${counts[" "]} ended`;
  return {
    name,
    lines: [
      `@@ ${name}${where}: ${total} @@`,
      ...findings.filter((change) => signOf(change) === "-").flatMap(findingLines),
      ...[...reach, ...credentials].filter((change) => signOf(change) === "-").flatMap(weakerLines),
      ...byPrincipal("+", withSign("+")),
      ...byPrincipal(" ", withSign(" ")),
    ],
    counts,
  };
}

const signOf = ({ kind, isOfNewThing }: Change): Sign =>
  kind === "removed" ? " " : isOfNewThing ? "+" : "-";

const findingLines = ({ who, what, after, because }: Change): string[] => [
  `- ${who}: ${because || what}`,
  ...(because === "" ? [] : [`    ${after}: ${what}`]),
];

/** Each weakened protection, with its earlier state and the reason. */
const weakerLines = ({ who, what, before, after, because }: Change): string[] => [
  `- ${who}: ${what} (${after}, was ${before})`,
  ...(because === "" ? [] : [`    because ${because}`]),
];

/** One line per principal. */
function byPrincipal(sign: Sign, changes: readonly Change[]): string[] {
  const all = listsByKey(changes.map(({ who, what }) => [who, what]));
  return [...all].map(([who, what]) => `${sign} ${who}: ${what.join("; ")}`);
}

/** Names come from the output of a pull request: they must not end the code block or start a line. */
const inert = (line: string): string => line.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").replaceAll("`", "'");

/** As many lines as fit, from the start. */
function upTo(characters: number, lines: readonly string[]): readonly string[] {
  let left = characters;
  const fitting = lines.findIndex((line) => {
    left -= line.length + 1;
    return left < 0;
  });
  return fitting < 0
    ? lines
    : [...lines.slice(0, fitting), `  ${lines.length - fitting} more lines: --format json has all of it`];
}
