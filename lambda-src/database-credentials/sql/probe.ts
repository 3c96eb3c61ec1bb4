import { type Connect, type Login, type Session, withSession } from "./session";

/**
 * Proves that a login works as an application uses it: over TLS, as the owner, allowed to create and to write.
 * Everything happens in a transaction that is rolled back.
 */
export async function proveRights(connect: Connect, login: Login, owner: string): Promise<void> {
  await withSession(connect, login, async (session) => {
    const [rights] = await session.query<Facts>(
      `SELECT current_user AS acting,
              coalesce(has_schema_privilege(current_schema(), 'CREATE'), false) AS create`,
    );
    expectFacts(login.username, rights, { acting: owner, create: true });
    await session.query("BEGIN");
    await session.query("CREATE TEMPORARY TABLE credentials_probe (value int) ON COMMIT DROP");
    await session.query("INSERT INTO credentials_probe VALUES (1)");
    const written = await session.query<Facts>("SELECT value FROM credentials_probe");
    expectFacts(login.username, written[0], { value: 1 });
    // Only the login itself sees how its session is connected.
    await session.query("SET LOCAL ROLE NONE");
    const [transport] = await session.query<Facts>(
      "SELECT current_user AS login, ssl AS tls FROM pg_stat_ssl WHERE pid = pg_backend_pid()",
    );
    expectFacts(login.username, transport, { login: login.username, tls: true });
    await session.query("ROLLBACK");
  });
}

/**
 * The same for a login that needs an IAM token, which this function is not allowed to make: what PostgreSQL's catalog
 * says about it.
 */
export async function proveIamLogin(
  session: Session,
  login: string,
  owner: string,
  database: string,
): Promise<void> {
  const [facts] = await session.query<Facts>(
    `SELECT rolcanlogin AS "may log in", pg_has_role(oid, 'rds_iam', 'USAGE') AS "is asked for an IAM token",
            pg_has_role(oid, $2, 'SET') AS "may act as the owner",
            has_database_privilege(oid, $3, 'CONNECT') AS "may connect to its database"
     FROM pg_roles WHERE rolname = $1`,
    [login, owner, database],
  );
  const yes = { "may log in": true, "is asked for an IAM token": true };
  expectFacts(login, facts, { ...yes, "may act as the owner": true, "may connect to its database": true });
}

type Facts = Readonly<Record<string, unknown>>;

function expectFacts(login: string, found: Facts | undefined, expected: Facts): void {
  for (const [fact, value] of Object.entries(expected)) {
    if (found?.[fact] === value) continue;
    throw new Error(
      `${login}: "${fact}" is ${String(found?.[fact])}, not ${String(value)}. Apply the organization's stack to repair it.`,
    );
  }
}
