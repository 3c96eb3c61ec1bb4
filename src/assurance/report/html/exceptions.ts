import type { Proof } from "../../gate";
import { type Html, html } from "./markup";
import { badge, table } from "./table";

/** A permission in the words of the reports, by the name of each of its parts, and why somebody gave it. */
type Permission = Readonly<Record<string, string>>;

interface Excepting {
  /** Exceptions that somebody asked for, each with what would stand without it. @default - nobody asked for any */
  readonly exceptions?: readonly {
    readonly exception: Permission;
    readonly excuses: readonly unknown[];
  }[];
}

const exceptionsOf = (proof: Proof): NonNullable<Excepting["exceptions"]> =>
  (proof as Proof & Excepting).exceptions ?? [];

/** What is allowed though it is not meant, with the reason that somebody wrote down. */
export function exceptions(proof: Proof): Html {
  const found = exceptionsOf(proof);
  if (found.length === 0) return html``;
  return html`<section><h2>Exceptions</h2>
<p>Possible, not meant, and allowed by somebody for a reason. Each is as wide as it says and no wider.</p>
${table({
  of: "exceptions",
  head: ["allowed", "reason", "needed"],
  rows: found.map(({ exception, excuses }) => [
    html`${sentence(exception)}`,
    html`${exception.reason}`,
    excuses.length > 0 ? html`yes` : badge("bad", "no: delete it"),
  ]),
})}</section>`;
}

/** The reason for which something is allowed that is not meant; undefined where nobody gave any. */
export const reasonFor = (proof: Proof, permission: Permission): string | undefined =>
  exceptionsOf(proof).find(
    ({ exception, excuses }) =>
      excuses.length > 0 && Object.entries(permission).every(([part, name]) => exception[part] === name),
  )?.exception.reason;

function sentence({ allow, source, database, principal, secret, rule, at }: Permission): string {
  if (allow === "connect") return `${source} may connect to ${database}`;
  if (allow === "read") return `${principal} may read ${secret}`;
  return `"${rule}" need not hold at ${at}`;
}
