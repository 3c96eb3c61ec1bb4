import { escapeIdentifier, escapeLiteral } from "pg";
import type { Session } from "./session";

/** Values of settings by name; an array is a list of names, such as a search path. */
export type Settings = Readonly<Record<string, string | readonly string[]>>;

/** Stored settings: of one role in all databases or in one, or of one database for all roles. */
interface Kept {
  /** Empty for all databases. */
  readonly database: string;
  /** `name=value`. */
  readonly texts: string[];
}

/**
 * Makes the settings of a role equal to the wanted ones, by database (`""` for all). A login may change its own:
 * otherwise an attacker with stolen credentials could leave a setting that prevents work, such as a read-only default.
 *
 * @returns names of settings that the function had not set, and whether any setting was different
 */
export async function ensureRoleSettings(
  session: Session,
  role: string,
  wanted: Readonly<Record<string, Settings>>,
): Promise<{ foreign: string[]; changed: boolean }> {
  const kept = await session.query<Kept>(
    `SELECT coalesce(datname, '') AS database, setconfig AS texts
     FROM pg_catalog.pg_db_role_setting
     JOIN pg_catalog.pg_roles ON pg_roles.oid = setrole LEFT JOIN pg_catalog.pg_database ON pg_database.oid = setdatabase
     WHERE rolname = $1`,
    [role],
  );
  const foreign: string[] = [];
  let changed = false;
  const places = new Set([...kept.map(({ database }) => database), ...Object.keys(wanted)]);
  for (const database of places) {
    const settings = wanted[database] ?? {};
    const all = kept.find((one) => one.database === database)?.texts ?? [];
    const texts = await removable(session, all);
    if (isSame(texts, settings)) continue;
    changed = true;
    foreign.push(...namesIn(texts).filter((name) => !(name in settings)));
    const where = database === "" ? "" : ` IN DATABASE ${escapeIdentifier(database)}`;
    const target = `ROLE ${escapeIdentifier(role)}${where}`;
    await reset(session, target, all, texts);
    for (const [name, value] of Object.entries(settings))
      await session.query(`ALTER ${target} SET ${name} TO ${literal(value)}`);
  }
  return { foreign, changed };
}

/**
 * Removes all settings of a database, as its owner.
 *
 * @returns their names
 */
export async function resetDatabaseSettings(session: Session, name: string): Promise<string[]> {
  const [kept] = await session.query<Pick<Kept, "texts">>(
    `SELECT setconfig AS texts FROM pg_catalog.pg_db_role_setting
     JOIN pg_catalog.pg_database ON pg_database.oid = setdatabase WHERE datname = $1 AND setrole = 0`,
    [name],
  );
  const all = kept?.texts ?? [];
  const texts = await removable(session, all);
  if (texts.length > 0) await reset(session, `DATABASE ${escapeIdentifier(name)}`, all, texts);
  return namesIn(texts);
}

/**
 * Settings that PostgreSQL stores but cannot reset (SQLSTATE 0A000), with the value that every transaction starts with.
 * They apply to one transaction, so later transactions of a session are not affected.
 */
const unresettable: Readonly<Record<string, string>> = {
  transaction_deferrable: "off",
  transaction_isolation: "read committed",
  transaction_read_only: "off",
};

/**
 * Excludes settings that were made harmless and remain, and settings of extensions that the session does not use: these
 * do not affect the function, and only a superuser can reset them.
 */
async function removable(session: Session, texts: readonly string[]): Promise<string[]> {
  const ofExtensions = namesIn(texts).filter((name) => name.includes("."));
  if (ofExtensions.some((name) => name.startsWith("plpgsql."))) await session.query(usesPlPgSql);
  const known =
    ofExtensions.length === 0
      ? []
      : await session.query<{ name: string }>(
          "SELECT name FROM pg_catalog.pg_settings WHERE name = ANY($1)",
          [ofExtensions],
        );
  return texts.filter((text) => {
    const [name] = namesIn([text]) as [string];
    const isKnown = !name.includes(".") || known.some((one) => one.name === name);
    return isKnown && text !== `${name}=${unresettable[name]}`;
  });
}

/** A session knows the settings of PL/pgSQL, and may reset them, only after it has used PL/pgSQL. */
const usesPlPgSql = "DO $$ BEGIN END $$";

/** RESET ALL fails if one of the settings cannot be reset. */
async function reset(
  session: Session,
  target: string,
  all: readonly string[],
  removable: readonly string[],
): Promise<void> {
  if (!namesIn(all).some((name) => name in unresettable)) {
    await session.query(`ALTER ${target} RESET ALL`);
    return;
  }
  for (const name of namesIn(removable)) {
    const value = unresettable[name];
    const change = value === undefined ? `RESET ${quoted(name)}` : `SET ${name} TO ${escapeLiteral(value)}`;
    await session.query(`ALTER ${target} ${change}`);
  }
}

/** Names of settings may have several parts, which are quoted one by one. */
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
