import { isNativeError } from "node:util/types";
import { Client, DatabaseError as PgError } from "pg";
import { ConnectionLimitError, DatabaseError, LoginRefusedError, SilenceError } from "../errors";
import type { Password } from "../password";
import { retryWhileUnavailable } from "./retry";
import { safeSettings } from "./safe-settings";

/** User and database of a connection. */
export interface Login {
  readonly database: string;
  readonly username: string;
  readonly password: Password;
  /** Settings of the session, which override those of the database and the role. @default - the safe ones only */
  readonly settings?: Readonly<Record<string, string>>;
  /** Seconds after which PostgreSQL cancels a statement. @default 15 */
  readonly statementSeconds?: number;
}

/** One connection. */
export interface Session {
  /** PID of the server process, by which another session can find it. */
  readonly pid: number;
  query<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Ends the session, within a second. */
  end(): Promise<void>;
  /** Closes the connection at once. PostgreSQL notices it at its next write to the connection. */
  destroy(): void;
}

/** Opens a connection to the instance that this function serves. */
export type Connect = (login: Login) => Promise<Session>;

export interface ConnectorProps {
  readonly host: string;
  readonly port: number;
  /** CA certificates for the instance's certificate. */
  readonly rootCertificates: readonly string[];
}

/** Milliseconds for connecting, from name resolution to the accepted login. */
const connectMilliseconds = 4_000;

/** PostgreSQL cancels a statement itself; this is the additional time to wait for its response, in milliseconds. */
const answerMilliseconds = 3_000;

const defaultStatementSeconds = 15;

/** Connects with TLS only, to a server whose certificate is valid for the host name (`verify-full`). */
export function connector(props: ConnectorProps): Connect {
  return async (login) => sessionOf(await retryWhileUnavailable(() => open(props, login)));
}

async function open({ host, port, rootCertificates }: ConnectorProps, login: Login): Promise<Client> {
  const { database, username, password, settings, statementSeconds = defaultStatementSeconds } = login;
  const client = new Client({
    host,
    port,
    database,
    user: username,
    password: () => password.reveal(),
    // No secureContext: it would override the CA that tools for local runs add to these options.
    ssl: { ca: [...rootCertificates], minVersion: "TLSv1.2", rejectUnauthorized: true },
    application_name: "database-credentials",
    options: Object.entries({ ...safeSettings(statementSeconds), ...settings })
      .map(([name, value]) => `-c ${name}=${value.replaceAll(" ", "\\ ")}`)
      .join(" "),
    connectionTimeoutMillis: connectMilliseconds,
    query_timeout: statementSeconds * 1_000 + answerMilliseconds,
  });
  // The failed query reports a lost connection; without a listener, the event would end the process.
  client.on("error", () => {});
  await client.connect().catch((error) => {
    destroy(client);
    throw connectError(error, username);
  });
  return client;
}

function sessionOf(client: Client): Session {
  // After a query without a response, the state of the session is unknown, so it is not used again.
  let broken: Error | undefined;
  return {
    pid: (client as unknown as { processID: number }).processID,
    query: async <Row>(text: string, values: readonly unknown[] = []) => {
      if (broken) throw broken;
      try {
        // Without values, pg uses the simple protocol, which CREATE DATABASE and similar statements require.
        const result = values.length > 0 ? await client.query(text, [...values]) : await client.query(text);
        return result.rows as Row[];
      } catch (error) {
        if (error instanceof PgError && error.severity !== "FATAL") throw queryError(error);
        broken = queryError(error);
        destroy(client);
        throw broken;
      }
    },
    end: async () => {
      const patience = setTimeout(() => destroy(client), 1_000);
      await client.end().finally(() => clearTimeout(patience));
    },
    destroy: () => {
      broken ??= new SilenceError("The session was aborted");
      destroy(client);
    },
  };
}

/** pg's own `end` waits for the server. */
const destroy = (client: Client): void => {
  client.connection.stream.destroy();
};

/** Passes a session to `work`, and closes it. */
export async function closing<T>(session: Session, work: (session: Session) => Promise<T>): Promise<T> {
  try {
    return await work(session);
  } finally {
    await session.end().catch(() => {});
  }
}

/** Runs `work` in a transaction. */
export async function inTransaction<T>(session: Session, work: () => Promise<T>): Promise<T> {
  await session.query("BEGIN");
  try {
    const result = await work();
    await session.query("COMMIT");
    return result;
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
      `${username}, its database or the instance has reached its connection limit. Close some connections, such as by npm run sessions -- ENVIRONMENT ORGANIZATION --end, or raise connectionLimit, and try again.`,
    );
  }
  return queryError(error);
}

function queryError(error: unknown): Error {
  if (error instanceof PgError) return new DatabaseError(error.code ?? "unknown", error.message);
  if (!isNativeError(error)) return new SilenceError("PostgreSQL could not be reached");
  if (error.message === "Query read timeout")
    return new SilenceError("PostgreSQL did not answer a statement in time");
  return error;
}
