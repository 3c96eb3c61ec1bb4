import { isNativeError } from "node:util/types";
import { backOff } from "exponential-backoff";
import { DatabaseError } from "../errors";

/** Few enough for the function's timeout, even if every attempt waits for its connection until its limit. */
const tries = 5;

/**
 * Opens a connection, and retries while a restart or a failover refuses it, so that a temporary condition does not fail
 * an apply or a rotation. Pauses are random, so that organizations that were disconnected together do not reconnect
 * together.
 */
export const retryWhileUnavailable = <T>(connect: () => Promise<T>): Promise<T> =>
  backOff(connect, {
    numOfAttempts: tries,
    startingDelay: 250,
    maxDelay: 4_000,
    jitter: "full",
    retry: isUnavailable,
  });

/** Not a login, right or certificate that is refused: the next try would be, too. */
function isUnavailable(error: unknown): boolean {
  // The server starts up, shuts down or recovers.
  if (error instanceof DatabaseError) return /^57P0[123]$/.test(error.code);
  if (!isNativeError(error)) return false;
  if (error instanceof AggregateError) return error.errors.every(isUnavailable);
  const { code = "" } = error as NodeJS.ErrnoException;
  // pg sets no code for a timeout, or for a connection that ends before the login.
  return (
    ["ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "EAI_AGAIN"].includes(code) ||
    /timeout expired|terminated unexpectedly/.test(error.message)
  );
}
