import { DatabaseError, repairAdvice } from "../errors";
import { type Connect, closing, type Login, type Session } from "./session";

/** Expected environment of a login. */
export interface Promised {
  /** Role that the login acts as. */
  readonly owner: string;
  /** Schema that belongs to the owner. @default - the whole database belongs to the owner */
  readonly schema?: string;
}

/**
 * Proves that a login works as an application needs it: with TLS, acting as the owner, in a database or schema of the
 * owner, with write access. All statements run in a transaction that is rolled back, and none runs code of the
 * organization: names resolve to PostgreSQL's own functions only.
 */
export async function proveRights(connect: Connect, login: Login, promised: Promised): Promise<void> {
  await closing(await connect(login), async (session) => {
    const [rights] = await session.query<Facts>(
      ownership(promised),
      promised.schema ? [promised.schema] : [],
    );
    expectFacts(login.username, rights, { acting: promised.owner, owned: true });
    await session.query("BEGIN");
    await session.query("CREATE TEMPORARY TABLE credentials_probe (value int) ON COMMIT DROP");
    await session.query("INSERT INTO pg_temp.credentials_probe VALUES (1)");
    const written = await session.query<Facts>("SELECT value FROM pg_temp.credentials_probe");
    expectFacts(login.username, written[0], { value: 1 });
    // Only the login itself can see the TLS state of its session.
    await session.query("SET LOCAL ROLE NONE");
    const [transport] = await session.query<Facts>(
      "SELECT current_user AS login, ssl AS tls FROM pg_catalog.pg_stat_ssl WHERE pid = pg_catalog.pg_backend_pid()",
    );
    expectFacts(login.username, transport, { login: login.username, tls: true });
    await session.query("ROLLBACK");
  });
}

/** Not the CREATE privilege: the owner may revoke it from itself, and grant it again. */
const ownership = ({ schema }: Promised): string => `
  SELECT current_user AS acting, EXISTS (${
    schema
      ? "SELECT FROM pg_catalog.pg_namespace WHERE nspname = $1 AND nspowner = current_user::regrole"
      : "SELECT FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database() AND datdba = current_user::regrole"
  }) AS owned`;

/**
 * SQLSTATE for a database without CONNECT privilege, which PostgreSQL returns only after a successful authentication.
 */
const notHere = "42501";

/** Proves that PostgreSQL authenticates a login, in a database that organizations cannot change or connect to. */
export async function proveLogin(connect: Connect, login: Login): Promise<void> {
  try {
    await closing(await connect(login), async () => {});
  } catch (error) {
    if (!(error instanceof DatabaseError && error.code === notHere)) throw error;
  }
}

/** Expected state of a login in the catalog. */
export interface CatalogLogin {
  readonly username: string;
  readonly owner: string;
  readonly database: string;
  /** Whether RDS requires IAM tokens, which this function is not permitted to create for it. */
  readonly takesTokens: boolean;
}

/** Proves from PostgreSQL's catalog that a login works, if the function cannot log in as it. */
export async function proveCatalog(
  session: Session,
  { username, owner, database, takesTokens }: CatalogLogin,
): Promise<void> {
  const [facts] = await session.query<Facts>(
    `SELECT rolcanlogin AS "may log in", pg_catalog.pg_has_role(oid, 'rds_iam', 'USAGE') AS "is asked for an IAM token",
            pg_catalog.pg_has_role(oid, $2, 'SET') AS "may act as the owner",
            pg_catalog.has_database_privilege(oid, $3, 'CONNECT') AS "may connect to its database"
     FROM pg_catalog.pg_roles WHERE rolname = $1`,
    [username, owner, database],
  );
  const right = { "may log in": true, "is asked for an IAM token": takesTokens };
  expectFacts(username, facts, {
    ...right,
    "may act as the owner": true,
    "may connect to its database": true,
  });
}

type Facts = Readonly<Record<string, unknown>>;

function expectFacts(login: string, found: Facts | undefined, expected: Facts): void {
  for (const [fact, value] of Object.entries(expected)) {
    if (found?.[fact] === value) continue;
    throw new Error(`${login}: "${fact}" is ${String(found?.[fact])}, not ${String(value)}. ${repairAdvice}`);
  }
}
