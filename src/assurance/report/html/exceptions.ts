import { permissionText } from "../../exceptions";
import type { Proof } from "../../gate";
import { type Html, html } from "./markup";
import { badge, table } from "./table";

/** Accepted access and violations, with their reasons from config. */
export function exceptions(proof: Proof): Html {
  const found = proof.exceptions;
  if (found.length === 0) return html``;
  return html`<section><h2>Exceptions</h2>
<p>Findings that config accepts, with the reason. An exception covers what it names and nothing else.</p>
${table({
  of: "exceptions",
  head: ["allowed", "reason", "needed"],
  rows: found.map(({ exception, excuses }) => [
    html`${permissionText(exception)}`,
    html`${exception.reason}`,
    excuses.length > 0 ? html`yes` : badge("bad", "no: delete it"),
  ]),
})}</section>`;
}
