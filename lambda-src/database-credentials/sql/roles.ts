import { setTimeout } from "node:timers/promises";
import { escapeIdentifier, escapeLiteral } from "pg";
import { RefusedError } from "../errors";
import type { OrganizationNames } from "../organization";
import type { Password } from "../password";
import { scramVerifier } from "../scram";
import { recall, remember } from "./memory";
import type { Session } from "./session";

export interface LoginLimits {
  /** Maximum of the login's connections. */
  readonly connectionLimit: number;
  /** 0 means no timeout. */
  readonly statementTimeoutSeconds: number;
  readonly idleInTransactionTimeoutSeconds: number;
}

/** Ensures the role that owns all objects of an organization, and that cannot log in. */
export async function ensureOwner(session: Session, { owner }: OrganizationNames): Promise<void> {
  await ensureRole(session, owner);
  await session.query(`ALTER ROLE ${escapeIdentifier(owner)} NOLOGIN NOCREATEDB NOCREATEROLE`);
  // The master user may act as the owner, but does not inherit its privileges, so that it never reads an organization's
  // data by accident.
  await allowActing(session, owner);
}

/** Ensures a login with limits, which has no privileges by itself. */
export async function ensureLogin(session: Session, login: string, limits: LoginLimits): Promise<void> {
  await ensureRole(session, login);
  await session.query(
    `ALTER ROLE ${escapeIdentifier(login)} LOGIN NOCREATEDB NOCREATEROLE CONNECTION LIMIT ${Math.trunc(limits.connectionLimit)}`,
  );
  await remember(session, login, JSON.stringify(limits));
}

/** The limits of a login, as stored with it: a rotation's event does not contain them. */
export async function limitsOf(session: Session, login: string): Promise<LoginLimits> {
  const text = await recall(session, login);
  return { ...limitsBeforeMemory, ...(text ? JSON.parse(text) : {}) };
}

/** For logins that were created before the function stored limits. */
const limitsBeforeMemory: LoginLimits = {
  connectionLimit: 20,
  statementTimeoutSeconds: 300,
  idleInTransactionTimeoutSeconds: 60,
};

/**
 * Lets a role act as another one, without inheriting its privileges.
 *
 * @param member the session's user by default
 */
export async function allowActing(session: Session, role: string, member?: string): Promise<void> {
  const grantee = member === undefined ? "CURRENT_USER" : escapeIdentifier(member);
  await session.query(`GRANT ${escapeIdentifier(role)} TO ${grantee} WITH INHERIT FALSE, SET TRUE`);
}

/**
 * Ensures a role without privileges whose members may connect to the shared database, so that the database's access
 * control list has one entry instead of one per login.
 */
export async function ensureGroup(session: Session, group: string): Promise<void> {
  await ensureRole(session, group);
  await session.query(`ALTER ROLE ${escapeIdentifier(group)} NOLOGIN NOCREATEDB NOCREATEROLE`);
}

/** Members inherit the group's privileges and cannot act as it. */
export async function joinGroup(session: Session, group: string, member: string): Promise<void> {
  await session.query(
    `GRANT ${escapeIdentifier(group)} TO ${escapeIdentifier(member)} WITH INHERIT TRUE, SET FALSE`,
  );
}

/** Whether a role is a member of any of the groups. */
export async function isMember(
  session: Session,
  member: string,
  groups: readonly string[],
): Promise<boolean> {
  const found = await session.query(
    "SELECT FROM pg_catalog.pg_roles WHERE rolname = ANY($2) AND pg_catalog.pg_has_role($1, oid, 'MEMBER')",
    [member, groups],
  );
  return found.length > 0;
}

/** Direct members of any of the groups, except for the session's user. */
export async function membersOf(session: Session, groups: readonly string[]): Promise<string[]> {
  const found = await session.query<{ name: string }>(
    `SELECT DISTINCT members.rolname AS name FROM pg_catalog.pg_auth_members
     JOIN pg_catalog.pg_roles ON pg_roles.oid = roleid JOIN pg_catalog.pg_roles members ON members.oid = member
     WHERE pg_roles.rolname = ANY($1) AND members.rolname <> current_user`,
    [groups],
  );
  return found.map(({ name }) => name);
}

export async function leaveGroup(session: Session, group: string, member: string): Promise<void> {
  if (!(await roleExists(session, group))) return;
  await session.query(`REVOKE ${escapeIdentifier(group)} FROM ${escapeIdentifier(member)}`);
}

/** RDS requires an IAM token of members of `rds_iam`, and refuses their passwords. */
export async function allowIamTokens(session: Session, login: string): Promise<void> {
  if (!(await roleExists(session, "rds_iam"))) {
    throw new RefusedError(
      "This instance has no role rds_iam. Enable IAM database authentication for the instance, then apply again.",
    );
  }
  await session.query(`GRANT rds_iam TO ${escapeIdentifier(login)} WITH INHERIT TRUE, SET FALSE`);
}

/** Sends the verifier: PostgreSQL may log this statement. */
export async function setPassword(session: Session, login: string, password: Password): Promise<void> {
  await allowPasswords(session);
  await session.query(
    `ALTER ROLE ${escapeIdentifier(login)} PASSWORD ${escapeLiteral(scramVerifier(password))}`,
  );
}

/**
 * Replaces the password of a login and ends its sessions, so that a stolen password or session is useless. A role may
 * change its own password, so a remaining session could revert this: the login is disabled until all sessions have
 * ended and the new password is set.
 *
 * @returns the number of ended sessions
 */
export async function replacePassword(
  session: Session,
  login: string,
  password: Password,
  { connectionLimit }: LoginLimits,
): Promise<number> {
  await session.query(`ALTER ROLE ${escapeIdentifier(login)} CONNECTION LIMIT 0`);
  const ended = await endSessions(session, [login]);
  await setPassword(session, login, password);
  await session.query(
    `ALTER ROLE ${escapeIdentifier(login)} CONNECTION LIMIT ${Math.trunc(connectionLimit)}`,
  );
  return ended;
}

/**
 * If RDS restricts password changes to members of rds_password, the master user must be one.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.PostgreSQL.CommonDBATasks.RestrictPasswordMgmt.html
 */
async function allowPasswords(session: Session): Promise<void> {
  const [restriction] = await session.query<{ member: boolean }>(
    "SELECT pg_catalog.pg_has_role(oid, 'USAGE') AS member FROM pg_catalog.pg_roles WHERE rolname = 'rds_password'",
  );
  if (restriction && !restriction.member)
    await session.query("GRANT rds_password TO CURRENT_USER WITH INHERIT TRUE, SET FALSE");
}

/** Refuses all later logins, with any password. Current sessions remain until they are ended. */
export async function disableLogin(session: Session, login: string): Promise<void> {
  await allowPasswords(session);
  await session.query(`ALTER ROLE ${escapeIdentifier(login)} NOLOGIN PASSWORD NULL`);
}

/** The listed roles that exist, and whether they can log in. */
export async function findRoles(
  session: Session,
  roles: readonly string[],
): Promise<{ name: string; enabled: boolean }[]> {
  return session.query(
    "SELECT rolname AS name, rolcanlogin AS enabled FROM pg_catalog.pg_roles WHERE rolname = ANY($1) ORDER BY rolname",
    [roles],
  );
}

/**
 * Ends the sessions of logins until none is left.
 *
 * @returns the number of ended sessions
 */
export const endSessions = (session: Session, logins: readonly string[]): Promise<number> =>
  endUntilNoneIsLeft(session, "usename = ANY($1)", [logins]);

/**
 * Ends the current sessions of logins. Their clients may connect again at once.
 *
 * @returns the number of ended sessions
 */
export async function endSessionsOnce(session: Session, logins: readonly string[]): Promise<number> {
  const found = await session.query(
    `SELECT pg_catalog.pg_terminate_backend(pid, 1000)
     FROM pg_catalog.pg_stat_activity JOIN pg_catalog.pg_roles ON pg_roles.oid = usesysid
     WHERE usename = ANY($1) AND NOT rolsuper AND pid <> pg_catalog.pg_backend_pid()`,
    [logins],
  );
  return found.length;
}

/**
 * Ends the sessions in a database until none is left.
 *
 * @returns the number of ended sessions
 */
export const endSessionsIn = (session: Session, database: string): Promise<number> =>
  endUntilNoneIsLeft(session, "datname = $1", [database]);

/** Sessions in a database, formatted for messages. */
export async function sessionsIn(session: Session, database: string): Promise<string[]> {
  const found = await session.query<{ login: string | null; application: string }>(
    "SELECT usename AS login, application_name AS application FROM pg_catalog.pg_stat_activity WHERE datname = $1",
    [database],
  );
  return found.map(({ login, application }) => `${login ?? "PostgreSQL"} with ${application || "no name"}`);
}

/** Number of attempts before sessions that do not end are ignored, and milliseconds between two attempts. */
const endings = { tries: 50, pause: 100 };

/**
 * The master user is a member of pg_signal_backend through rds_superuser, so it may end all sessions except those of
 * superusers.
 */
async function endUntilNoneIsLeft(
  session: Session,
  which: string,
  values: readonly unknown[],
): Promise<number> {
  let ended = 0;
  for (let attempt = 0; attempt < endings.tries; attempt++) {
    const found = await session.query(
      `SELECT pg_catalog.pg_terminate_backend(pid)
       FROM pg_catalog.pg_stat_activity JOIN pg_catalog.pg_roles ON pg_roles.oid = usesysid
       WHERE ${which} AND NOT rolsuper AND pid <> pg_catalog.pg_backend_pid()`,
      values,
    );
    if (attempt === 0) ended = found.length;
    if (found.length === 0) return ended;
    await setTimeout(endings.pause);
  }
  return ended;
}

/** Ends sessions in databases in which their logins have no CONNECT privilege, except for sessions of superusers. */
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

/** Creates a role, or checks that the master user may manage the existing one. */
async function ensureRole(session: Session, role: string): Promise<void> {
  if (!(await roleExists(session, role))) {
    await session.query(`CREATE ROLE ${escapeIdentifier(role)} NOLOGIN`);
    return;
  }
  const [ours] = await session.query<{ admin: boolean }>(
    "SELECT pg_catalog.pg_has_role($1, 'MEMBER WITH ADMIN OPTION') AS admin",
    [role],
  );
  if (!ours?.admin) {
    throw new RefusedError(
      `Role ${role} exists and the master user has no admin option on it: another principal created it. Rename it, or choose another name for the organization.`,
    );
  }
}
