import { gridMarkdown } from "../grid";
import type { Change, Changes } from "./compare";

/** A comment on a pull request holds some hundred lines; the JSON output lists all of them. */
const mostRows = 50;

/** Who reaches and reads what they did not before, and the other way round: for a comment on a pull request. */
export function changesMarkdown(all: readonly Changes[]): string {
  return ["# Changes of reach", "", ...all.flatMap(environment)].join("\n");
}

function environment(changes: Changes): string[] {
  const { environment: name, on, reach, credentials, findings } = changes;
  const total = reach.length + credentials.length;
  if (on === "both sides" && total + findings.length === 0) return [`**${name}**: no change of reach.`, ""];
  return [
    `## ${name}`,
    "",
    ...(on === "both sides" ? [] : [`The environment is on ${on}.`, ""]),
    `**${total === 0 ? "No change of reach." : `${total} ${total === 1 ? "change" : "changes"} of reach.`}**`,
    "",
    ...section("Connections", reach),
    ...section("Credentials", credentials),
    ...section("Findings", findings),
  ];
}

function section(title: string, changes: readonly Change[]): string[] {
  if (changes.length === 0) return [];
  const more = changes.length - mostRows;
  return [
    `### ${title}`,
    "",
    ...gridMarkdown([
      ["", "who", "what", "before", "after", "because"],
      ...changes
        .slice(0, mostRows)
        .map(({ kind, who, what, before, after, because }) => [kind, who, what, before, after, because]),
    ]),
    "",
    ...(more > 0 ? [`And ${more} more; \`--format json\` has them all.`, ""] : []),
  ];
}
