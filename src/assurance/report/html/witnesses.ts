import type { Proof } from "../../gate";
import { explain } from "../../network";
import type { Pair } from "../../reach-intent";
import { type Html, html } from "./markup";

/**
 * Maximum number of witnesses; with more, the first of each kind per database is shown, since others differ only in
 * names.
 */
const mostWitnesses = 100;

/** For every open connection, a packet that passes and its response, hop by hop. */
export function witnesses(proof: Proof): Html {
  const open = proof.pairs.filter(({ reach }) => reach.verdict === "ALLOWED");
  const shown = open.length <= mostWitnesses ? open : examples(open).slice(0, mostWitnesses);
  return html`<section class="witnesses"><h2>How each connection opens</h2>
<p>One packet per connection, component by component with the rule that lets it pass, and its answer.${
    shown.length < open.length
      ? ` ${shown.length} of ${open.length.toLocaleString("en")}: the first of each kind to each database. An explanation shows any other.`
      : ""
  }</p>
${shown.map(
  ({ name, reach }) =>
    html`<details><summary>${name} to ${reach.database.name}</summary><pre>${explain(reach).join("\n")}</pre></details>\n`,
)}</section>`;
}

function examples(pairs: readonly Pair[]): Pair[] {
  const first = new Map<string, Pair>();
  for (const pair of pairs) {
    const kind = `${pair.reach.source.kind} ${pair.isMeant} ${pair.reach.database.name}`;
    if (!first.has(kind)) first.set(kind, pair);
  }
  return [...first.values()];
}
