import { escapeIdentifier, escapeLiteral } from "pg";
import { RefusedError } from "../errors";
import type { OrganizationNames } from "../organization";
import type { Password } from "../password";
import { scramVerifier } from "../scram";
import type { Session } from "./session";

export interface LoginLimits {
  /** Most connections one login may hold. */
  readonly connectionLimit: number;
  readonly statementTimeoutSeconds: number;
  readonly idleInTransactionTimeoutSeconds: number;
}

/** The role that owns everything of an organization and that nobody can log in as. */
export async function ensureOwner(session: Session, { owner }: OrganizationNames): Promise<void> {
  await ensureRole(session, owner);
  await session.query(`ALTER ROLE ${escapeIdentifier(owner)} NOLOGIN NOCREATEDB NOCREATEROLE`);
  // The master may act as the owner but does not inherit its rights: no accident reads an organization's data.
  await session.query(`GRANT ${escapeIdentifier(owner)} TO CURRENT_USER WITH INHERIT FALSE, SET TRUE`);
}

/**
 * A login that acts as the owner from its first statement on. Without it (`SET ROLE NONE`) it has no right at all, so
 * that no object can ever belong to one login and be closed to the other.
 */
export async function ensureLogin(
  session: Session,
  { owner }: OrganizationNames,
  login: string,
  limits: LoginLimits,
): Promise<void> {
  const role = escapeIdentifier(login);
  await ensureRole(session, login);
  await session.query(
    `ALTER ROLE ${role} LOGIN NOCREATEDB NOCREATEROLE CONNECTION LIMIT ${Math.trunc(limits.connectionLimit)}`,
  );
  await session.query(`GRANT ${escapeIdentifier(owner)} TO ${role} WITH INHERIT FALSE, SET TRUE`);
  const settings = {
    role: owner,
    statement_timeout: `${limits.statementTimeoutSeconds}s`,
    idle_in_transaction_session_timeout: `${limits.idleInTransactionTimeoutSeconds}s`,
  };
  for (const [name, value] of Object.entries(settings)) {
    await session.query(`ALTER ROLE ${role} SET ${name} TO ${escapeLiteral(value)}`);
  }
}

/** A role without rights whose members may connect to the shared database: one entry there instead of one a login. */
export async function ensureGroup(session: Session, group: string): Promise<void> {
  await ensureRole(session, group);
  await session.query(`ALTER ROLE ${escapeIdentifier(group)} NOLOGIN NOCREATEDB NOCREATEROLE`);
}

/** Members have the group's rights and cannot act as it. */
export async function joinGroup(session: Session, group: string, member: string): Promise<void> {
  await session.query(
    `GRANT ${escapeIdentifier(group)} TO ${escapeIdentifier(member)} WITH INHERIT TRUE, SET FALSE`,
  );
}

export async function leaveGroup(session: Session, group: string, member: string): Promise<void> {
  if (!(await roleExists(session, group))) return;
  await session.query(`REVOKE ${escapeIdentifier(group)} FROM ${escapeIdentifier(member)}`);
}

/** RDS asks members of `rds_iam` for an IAM token and takes no password from them. */
export async function allowIamTokens(session: Session, login: string): Promise<void> {
  if (!(await roleExists(session, "rds_iam"))) {
    throw new RefusedError(
      "This instance has no role rds_iam. Switch on IAM database authentication for the instance, then apply again.",
    );
  }
  await session.query(`GRANT rds_iam TO ${escapeIdentifier(login)} WITH INHERIT TRUE, SET FALSE`);
}

/** Sends the verifier: PostgreSQL may write this statement to its log. */
export async function setPassword(session: Session, login: string, password: Password): Promise<void> {
  await session.query(
    `ALTER ROLE ${escapeIdentifier(login)} PASSWORD ${escapeLiteral(scramVerifier(password))}`,
  );
}

/** Nobody logs in any more, not even with a password that was written down. Those that are in stay until terminated. */
export async function disableLogin(session: Session, login: string): Promise<void> {
  await session.query(`ALTER ROLE ${escapeIdentifier(login)} NOLOGIN PASSWORD NULL`);
}

/** Those of the roles that exist, and whether they can log in. */
export async function findRoles(
  session: Session,
  roles: readonly string[],
): Promise<{ name: string; enabled: boolean }[]> {
  return session.query(
    "SELECT rolname AS name, rolcanlogin AS enabled FROM pg_roles WHERE rolname = ANY($1) ORDER BY rolname",
    [roles],
  );
}

/** Ends the sessions of roles. Their master is a member of pg_signal_backend through rds_superuser. */
export async function terminateSessions(session: Session, logins: readonly string[]): Promise<number> {
  const terminated = await session.query(
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = ANY($1)",
    [logins],
  );
  return terminated.length;
}

/** Ends sessions in databases that their logins may not connect to, those of superusers aside. */
export async function endIntruders(session: Session, databases: readonly string[]): Promise<void> {
  await session.query(
    `SELECT pg_catalog.pg_terminate_backend(pid, 5000)
     FROM pg_catalog.pg_stat_activity JOIN pg_catalog.pg_roles ON pg_roles.oid = usesysid
     WHERE datname = ANY($1) AND NOT rolsuper AND NOT pg_catalog.has_database_privilege(usesysid, datid, 'CONNECT')`,
    [databases],
  );
}

export async function dropRole(session: Session, role: string): Promise<void> {
  await session.query(`DROP ROLE IF EXISTS ${escapeIdentifier(role)}`);
}

export async function roleExists(session: Session, role: string): Promise<boolean> {
  return (await findRoles(session, [role])).length > 0;
}

/** Creates a role, or makes sure that the one with this name is ours to manage. */
async function ensureRole(session: Session, role: string): Promise<void> {
  if (!(await roleExists(session, role))) {
    await session.query(`CREATE ROLE ${escapeIdentifier(role)} NOLOGIN`);
    return;
  }
  const [ours] = await session.query<{ admin: boolean }>(
    "SELECT pg_has_role($1, 'MEMBER WITH ADMIN OPTION') AS admin",
    [role],
  );
  if (!ours?.admin) {
    throw new RefusedError(
      `Role ${role} exists and the master has no admin option on it: it is somebody else's. Rename it, or choose another name for the organization.`,
    );
  }
}
