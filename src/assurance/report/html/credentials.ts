import { reading, reasonFor } from "../../exceptions";
import type { Proof } from "../../gate";
import {
  type Access,
  type Holder,
  isDeclaredHolder,
  type RoleIntent,
  type SecretReport,
} from "../../identity";
import { partyText } from "../../party";
import { takeoversText } from "../secrets-grid";
import { type Html, html } from "./markup";
import { badge, code, table } from "./table";

const mostColumns = 6;

/** Who can read and write which secret, assume which role, and log in without a secret. */
export function credentials(proof: Proof): Html {
  const { identity, intent } = proof;
  const meant = new Map(intent.identity.secrets.map((secret) => [partyText(secret.secret), secret]));
  const rights = (secret: SecretReport): Right[] => {
    const own = meant.get(secret.secret);
    const trusted = ({ kind }: Access) =>
      own?.administrators === "write" && (kind === "administrator" || kind === "outsider");
    return [
      ...secret.readers.map((access) => ({
        ...access,
        does: "reads",
        isMeant: own?.readers.includes(access.name) ?? false,
        reason: reasonFor(proof.exceptions, reading(access.id, secret.id)),
      })),
      ...secret.writers
        .filter((access) => !trusted(access))
        .map((access) => ({
          ...access,
          does: "writes",
          isMeant: own?.writers.includes(access.name) ?? false,
        })),
    ];
  };
  const secrets = identity.secrets.map((secret) => ({ name: secret.secret, rights: rights(secret) }));
  const principals = [...new Set(secrets.flatMap((secret) => secret.rights.map(({ name }) => name)))];
  return html`<section><h2>Who can read the credentials</h2>
<p>Every role, service and outside principal against every secret and its key: the policies of the identity, the secret and the key together.</p>
${principals.length <= mostColumns ? crossed(secrets, principals) : listed(secrets)}
${roles(proof)}
${logins(proof)}</section>`;
}

interface Right extends Access {
  readonly does: string;
  readonly isMeant: boolean;
  /** Reason of the exception that covers it. @default - none */
  readonly reason?: string | undefined;
}

interface Secret {
  readonly name: string;
  readonly rights: readonly Right[];
}

const crossed = (secrets: readonly Secret[], principals: readonly string[]): Html =>
  table({
    of: "secrets",
    head: ["secret", ...principals],
    rows: secrets.map(({ name, rights }) => [
      html`${name}`,
      ...principals.map((principal) => {
        const own = rights.filter((right) => right.name === principal);
        return own.length === 0 ? badge("none", "denied") : html`${own.map(right)}`;
      }),
    ]),
  });

const listed = (secrets: readonly Secret[]): Html =>
  table({
    of: "secrets",
    head: ["secret", "principals, and no others"],
    rows: secrets.map(({ name, rights }) => [
      html`${name}`,
      html`${rights.map((one) => html`${one.name} ${right(one)} `)}`,
    ]),
  });

function right({ does, isMeant, reason, verdict }: Right): Html {
  if (reason !== undefined)
    return html`${badge("doubtful", `${does} by exception`)} <span class="small">${reason}</span>`;
  if (verdict.kind === "unknown") return badge("doubtful", `possibly ${does}`);
  return isMeant ? badge("good", does) : badge("bad", `${does}, which config does not allow`);
}

function roles({ identity, intent }: Proof): Html {
  const meant = new Map(intent.identity.roles.map((one) => [one.role, one]));
  const rows = identity.roles.flatMap((report) => {
    const own = meant.get(report.role);
    return own ? [{ ...report, own }] : [];
  });
  return html`<h3>Who holds these roles</h3>
${table({
  of: "roles",
  head: ["role", "assumed by, and by no others"],
  rows: rows.map(({ role, holders, own }) => [
    html`${role}`,
    html`${holders.map((holder) => html`${code(holder.name)} ${doubtAbout(holder, own)} `)}`,
  ]),
})}${doubts(rows)}`;
}

function doubtAbout(holder: Holder, meant: RoleIntent): Html | undefined {
  if (holder.verdict.kind === "unknown") return badge("doubtful", "perhaps");
  return isDeclaredHolder(holder, meant) ? undefined : badge("bad", "not intended");
}

/** An undeclared principal has permissions that this configuration does not show. */
const doubts = (
  rows: readonly { readonly holders: readonly Pick<Access, "verdict">[] }[],
): Html | undefined =>
  rows.some(({ holders }) => holders.some(({ verdict }) => verdict.kind === "unknown"))
    ? html`<p class="small">Perhaps: the role trusts them; whether their own permissions let them assume it is not in this configuration.</p>`
    : undefined;

function logins({ identity }: Proof): Html {
  const { databaseLogins } = identity;
  const without = table({
    of: "roles",
    head: ["role", "database", "user"],
    rows: databaseLogins.map(({ role, database, user }) => [html`${role}`, html`${database}`, html`${user}`]),
  });
  return html`${databaseLogins.length === 0 ? undefined : html`<h3>Who logs in to a database with an IAM token instead of a password</h3>${without}`}
<p>${takeoversText(identity)}</p>`;
}
