import { isNativeError } from "node:util/types";
import { Client, DatabaseError as PgError } from "pg";
import { ConnectionLimitError, DatabaseError, LoginRefusedError } from "../errors";
import type { Password } from "../password";
import { retryWhileUnavailable } from "./retry";

/** Who connects, and to which database. */
export interface Login {
  readonly database: string;
  readonly username: string;
  readonly password: Password;
  /** Settings of the session, which those of the database or the role cannot change. @default - none */
  readonly settings?: Readonly<Record<string, string>>;
}

/** One connection. */
export interface Session {
  query<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  end(): Promise<void>;
}

/** Opens a connection to the one instance that this function serves. */
export type Connect = (login: Login) => Promise<Session>;

export interface ConnectorProps {
  readonly host: string;
  readonly port: number;
  /** Certificates that the instance's own must lead to. */
  readonly rootCertificates: readonly string[];
}

/** Connections with TLS only, to a server whose certificate is valid for the host name (`verify-full`). */
export const connector =
  (props: ConnectorProps): Connect =>
  async (login) =>
    sessionOf(await retryWhileUnavailable(() => open(props, login)));

async function open(
  { host, port, rootCertificates }: ConnectorProps,
  { database, username, password, settings = {} }: Login,
): Promise<Client> {
  const client = new Client({
    host,
    port,
    database,
    user: username,
    password: () => password.reveal(),
    ssl: { ca: [...rootCertificates], rejectUnauthorized: true, minVersion: "TLSv1.2" },
    application_name: "database-credentials",
    options: Object.entries(settings)
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(" "),
    connectionTimeoutMillis: 5_000,
    query_timeout: 60_000,
  });
  // A server that goes away is reported by the query that fails; without a listener it would end the process.
  client.on("error", () => {});
  await client.connect().catch((error) => {
    client.end().catch(() => {});
    throw connectError(error, username);
  });
  return client;
}

const sessionOf = (client: Client): Session => ({
  query: async <Row>(text: string, values: readonly unknown[] = []) => {
    try {
      // Without values pg uses the simple protocol, which is all that CREATE DATABASE and the like need.
      const result = values.length > 0 ? await client.query(text, [...values]) : await client.query(text);
      return result.rows as Row[];
    } catch (error) {
      throw queryError(error);
    }
  },
  end: () => client.end(),
});

/** Opens a session, hands it to `work`, closes it. */
export async function withSession<T>(
  connect: Connect,
  login: Login,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const session = await connect(login);
  try {
    return await work(session);
  } finally {
    await session.end().catch(() => {});
  }
}

/** All of `work` or nothing of it. */
export async function inTransaction(session: Session, work: () => Promise<void>): Promise<void> {
  await session.query("BEGIN");
  try {
    await work();
    await session.query("COMMIT");
  } catch (error) {
    await session.query("ROLLBACK").catch(() => {});
    throw error;
  }
}

function connectError(error: unknown, username: string): Error {
  const code = error instanceof PgError ? error.code : undefined;
  // Class 28: wrong password, NOLOGIN, no entry in pg_hba.conf.
  if (code?.startsWith("28")) {
    return new LoginRefusedError(`PostgreSQL refused the login of ${username}`, code === "28P01");
  }
  if (code === "53300") {
    return new ConnectionLimitError(
      `${username} or the instance holds as many connections as it may. Close some, or raise connectionLimit, and try again.`,
    );
  }
  return queryError(error);
}

function queryError(error: unknown): Error {
  if (error instanceof PgError) return new DatabaseError(error.code ?? "unknown", error.message);
  return isNativeError(error) ? error : new Error("PostgreSQL could not be reached");
}
