import { isNativeError } from "node:util/types";

/** What brings roles, database and secret to what config says: scripts/repair.ts. */
export const repairAdvice = "Repair it: npm run repair -- ENVIRONMENT ORGANIZATION";

/** Something asked for that must not be done: a foreign secret, a name that is not free. The message says what to do. */
export class RefusedError extends Error {
  override readonly name = "RefusedError";
}

/** PostgreSQL did not accept a login: wrong password, no password, or not allowed to log in. */
export class LoginRefusedError extends Error {
  override readonly name = "LoginRefusedError";

  constructor(
    message: string,
    /** Whether it was a password that PostgreSQL looked at and did not accept. */
    readonly wrongPassword: boolean,
  ) {
    super(message);
  }
}

/** PostgreSQL has no connection left, for the login or for any other. */
export class ConnectionLimitError extends Error {
  override readonly name = "ConnectionLimitError";
}

/** Any other error of PostgreSQL: SQLSTATE and message. Not the statement, which may hold a password's verifier. */
export class DatabaseError extends Error {
  override readonly name = "DatabaseError";

  constructor(
    readonly code: string,
    message: string,
  ) {
    super(`${message} (SQLSTATE ${code})`);
  }
}

/** Whether a session did not get into a database, which its owner may have closed. */
export const isShutOut = (error: unknown): boolean =>
  error instanceof ConnectionLimitError ||
  (error instanceof DatabaseError &&
    (error.code === "55000" || error.message.startsWith("permission denied for database")));

/** An answer that did not come: from PostgreSQL, or in the time that a run has. */
export class SilenceError extends Error {
  override readonly name = "SilenceError";
}

/**
 * What may leave the function: Lambda logs a thrown error with all its properties and hands its message to Terraform,
 * so errors of libraries, which carry requests and responses, are reduced to name and message.
 */
export function publicError(error: unknown): Error {
  const { name } = isNativeError(error) ? error : new Error();
  const message = messageOf(error);
  const reduced = new Error(message);
  reduced.name = name;
  reduced.stack = `${name}: ${message}`;
  return reduced;
}

/** An error of several has no message of its own, such as that of a name all of whose addresses refuse. */
function messageOf(error: unknown): string {
  if (!isNativeError(error)) return "unknown failure";
  if (error.message) return error.message;
  const parts = error instanceof AggregateError ? error.errors.map(messageOf) : [];
  const { code } = error as NodeJS.ErrnoException;
  return parts.length > 0 ? parts.join("; ") : (code ?? "failed without a message");
}
