import type { Proof } from "../../gate";
import { rules as allRules, type Judgement } from "../../invariants";
import { controlsOf } from "../../rule-controls";
import { ruleNames } from "../../rule-names";
import { type Html, html } from "./markup";
import { badge, code, table } from "./table";

/** Every rule with its findings; places are listed if it is violated. */
export function rules({ invariants }: Proof): Html {
  return html`<section><h2>Rules</h2>
${table({
  of: "rules",
  head: ["rule", "threat without it", "found"],
  rows: allRules.map(({ id, threat }) => {
    const own = invariants.filter(({ rule }) => rule === id);
    return [
      html`${ruleNames[id]}<br><span class="small">${[id, ...controlsOf(id)].join(", ")}</span>`,
      html`${threat}`,
      found(own),
    ];
  }),
})}</section>`;
}

function found(judgements: readonly Judgement[]): Html {
  const bad = judgements.filter(({ result }) => result !== "compliant");
  if (judgements.length === 0) return badge("none", "nothing to judge");
  const places = `${judgements.length} ${judgements.length === 1 ? "place" : "places"}`;
  if (bad.length === 0) return html`${badge("good", "holds")} <span class="small">in ${places}</span>`;
  return html`${badge("bad", `broken in ${bad.length} of ${places}`)}<ul>${bad.map(
    ({ place, found: what, result }) =>
      html`<li>${code(place)}: ${what}${result === "unknown" ? " (not known to hold)" : ""}</li>`,
  )}</ul>`;
}
