import { type Html, html } from "./markup";

/** Maximum number of rows of an expanded table. */
const mostRows = 40;

export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly Html[])[];
  /** Name of the rows, in the plural. */
  readonly of: string;
}

/** A table whose first column names the rows. */
export function table({ head, rows, of }: Table): Html {
  const body = html`<div class="wide"><table>
<thead><tr>${head.map((cell) => html`<th scope="col">${cell}</th>`)}</tr></thead>
<tbody>${rows.map(([first, ...cells]) => html`<tr><th scope="row">${first}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>\n`)}</tbody>
</table></div>`;
  return rows.length <= mostRows
    ? body
    : html`<details><summary>${rows.length.toLocaleString("en")} ${of}</summary>${body}</details>`;
}

export type Status = "good" | "bad" | "doubtful" | "none";

/** A coloured word; the colour is never the only information. */
export const badge = (status: Status, text: string): Html =>
  html`<span class="badge ${status}">${text}</span>`;

export const code = (text: string): Html => html`<code>${text}</code>`;
