import { escapeIdentifier, escapeLiteral } from "pg";
import type { Session } from "./session";

/** Values of settings by name. A list is one of names, such as a search path. */
export type Settings = Readonly<Record<string, string | readonly string[]>>;

/** Settings as PostgreSQL keeps them: of one role everywhere or in one database, or of one database for every role. */
interface Kept {
  /** Empty: in every database. */
  readonly database: string;
  /** `name=value`. */
  readonly texts: string[];
}

/**
 * Brings all settings of a role to what is wanted, by database (`""` for every one). A login may change its own: without
 * this, one that was stolen could leave behind what keeps every later holder from working, such as a read-only default.
 *
 * @returns names of settings that the function did not make
 */
export async function ensureRoleSettings(
  session: Session,
  role: string,
  wanted: Readonly<Record<string, Settings>>,
): Promise<string[]> {
  const kept = await session.query<Kept>(
    `SELECT coalesce(datname, '') AS database, setconfig AS texts
     FROM pg_catalog.pg_db_role_setting
     JOIN pg_catalog.pg_roles ON pg_roles.oid = setrole LEFT JOIN pg_catalog.pg_database ON pg_database.oid = setdatabase
     WHERE rolname = $1`,
    [role],
  );
  const foreign: string[] = [];
  const places = new Set([...kept.map(({ database }) => database), ...Object.keys(wanted)]);
  for (const database of places) {
    const settings = wanted[database] ?? {};
    const texts = effective(kept.find((one) => one.database === database)?.texts);
    if (isSame(texts, settings)) continue;
    foreign.push(...namesIn(texts).filter((name) => !(name in settings)));
    const where = database === "" ? "" : ` IN DATABASE ${escapeIdentifier(database)}`;
    const target = `ROLE ${escapeIdentifier(role)}${where}`;
    await reset(session, target, kept.find((one) => one.database === database)?.texts ?? []);
    for (const [name, value] of Object.entries(settings))
      await session.query(`ALTER ${target} SET ${name} TO ${literal(value)}`);
  }
  return foreign;
}

/**
 * Takes all settings off a database, as its owner.
 *
 * @returns their names
 */
export async function resetDatabaseSettings(session: Session, name: string): Promise<string[]> {
  const [kept] = await session.query<Pick<Kept, "texts">>(
    `SELECT setconfig AS texts FROM pg_catalog.pg_db_role_setting
     JOIN pg_catalog.pg_database ON pg_database.oid = setdatabase WHERE datname = $1 AND setrole = 0`,
    [name],
  );
  const texts = effective(kept?.texts);
  if (texts.length > 0) await reset(session, `DATABASE ${escapeIdentifier(name)}`, kept?.texts ?? []);
  return namesIn(texts);
}

/**
 * Settings that PostgreSQL keeps and does not take back (SQLSTATE 0A000), with the value that every transaction begins
 * with. They are about one transaction, so that no later one of a session notices them.
 */
const unresettable: Readonly<Record<string, string>> = {
  transaction_deferrable: "off",
  transaction_isolation: "read committed",
  transaction_read_only: "off",
};

async function reset(session: Session, target: string, texts: readonly string[]): Promise<void> {
  const names = namesIn(texts);
  // Only a superuser resets a setting that the session does not know. It knows those of PL/pgSQL once it has used it.
  if (names.some((name) => name.startsWith("plpgsql."))) await session.query("DO $$ BEGIN END $$");
  if (!names.some((name) => name in unresettable)) {
    await session.query(`ALTER ${target} RESET ALL`);
    return;
  }
  const known = await session.query<{ name: string }>(
    "SELECT name FROM pg_catalog.pg_settings WHERE name = ANY($1)",
    [names],
  );
  for (const name of names) {
    // An extension's, which mean nothing to the function. PostgreSQL would keep them at RESET ALL, and refuse them here.
    if (name.includes(".") && !known.some((one) => one.name === name)) continue;
    const value = unresettable[name];
    const change = value === undefined ? `RESET ${quoted(name)}` : `SET ${name} TO ${escapeLiteral(value)}`;
    await session.query(`ALTER ${target} ${change}`);
  }
}

/** Without what was made harmless, and stays. */
const effective = (texts: readonly string[] = []): string[] =>
  texts.filter((text) => {
    const name = namesIn([text])[0] as string;
    return text !== `${name}=${unresettable[name]}`;
  });

/** Names of settings may have parts, which are quoted one by one. */
const quoted = (name: string): string => name.split(".").map(escapeIdentifier).join(".");

const namesIn = (texts: readonly string[]): string[] => texts.map((text) => text.split("=")[0] as string);

function isSame(texts: readonly string[], settings: Settings): boolean {
  const wanted = Object.entries(settings).map(([name, value]) => `${name}=${plain(value)}`);
  const kept = texts.map((text) => text.replaceAll('"', ""));
  return kept.length === wanted.length && wanted.every((text) => kept.includes(text));
}

const plain = (value: Settings[string]): string => (typeof value === "string" ? value : value.join(", "));

const literal = (value: Settings[string]): string =>
  typeof value === "string" ? escapeLiteral(value) : value.map(escapeIdentifier).join(", ");
