import { isNativeError } from "node:util/types";

/** Command that restores roles, database and secret to their state in config: scripts/repair.ts. */
export const repairAdvice = "Repair it: npm run repair -- ENVIRONMENT ORGANIZATION";

/**
 * A request that must not be fulfilled: another organization's secret, a name that is in use. The message says what to
 * do.
 */
export class RefusedError extends Error {
  override readonly name = "RefusedError";
}

/** PostgreSQL refused a login: a wrong password, no password, or no permission to log in. */
export class LoginRefusedError extends Error {
  override readonly name = "LoginRefusedError";

  constructor(
    message: string,
    /** Whether PostgreSQL checked a password and refused it. */
    readonly wrongPassword: boolean,
  ) {
    super(message);
  }
}

/** No connection is available, for the login or for any other. */
export class ConnectionLimitError extends Error {
  override readonly name = "ConnectionLimitError";
}

/**
 * Another error of PostgreSQL, with SQLSTATE and message. Not the statement, which may contain a password's verifier.
 */
export class DatabaseError extends Error {
  override readonly name = "DatabaseError";

  constructor(
    readonly code: string,
    message: string,
  ) {
    super(`${message} (SQLSTATE ${code})`);
  }
}

/** Whether a session could not connect to a database, which its owner may have closed. */
export const isShutOut = (error: unknown): boolean =>
  error instanceof ConnectionLimitError ||
  (error instanceof DatabaseError &&
    (error.code === "55000" || error.message.startsWith("permission denied for database")));

/** No response in time, from PostgreSQL or within the limit of a run. */
export class SilenceError extends Error {
  override readonly name = "SilenceError";
}

/**
 * The part of an error that may leave the function: Lambda logs a thrown error with all its properties and returns its
 * message to Terraform, so errors of libraries, which contain requests and responses, are reduced to name and message.
 */
export function publicError(error: unknown): Error {
  const { name } = isNativeError(error) ? error : new Error();
  const message = messageOf(error);
  const reduced = new Error(message);
  reduced.name = name;
  reduced.stack = `${name}: ${message}`;
  return reduced;
}

/**
 * An AggregateError has no message of its own; Node.js throws one if all addresses of a host name refuse the
 * connection.
 */
function messageOf(error: unknown): string {
  if (!isNativeError(error)) return "unknown failure";
  if (error.message) return error.message;
  const parts = error instanceof AggregateError ? error.errors.map(messageOf) : [];
  const { code } = error as NodeJS.ErrnoException;
  return parts.length > 0 ? parts.join("; ") : (code ?? "failed without a message");
}
