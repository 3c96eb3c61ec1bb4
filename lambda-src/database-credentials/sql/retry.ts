import { isNativeError } from "node:util/types";
import { backOff } from "exponential-backoff";
import { DatabaseError } from "../errors";

/** Below the function's timeout with all that comes after, even where every try waits for its connection in vain. */
const tries = 5;

/**
 * Opens a connection while a restart or the last moments of a failover refuse it: one apply or rotation less that fails
 * for a reason that passes. Random pauses, so that organizations that were cut off together do not come back together.
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
  // pg gives no code to a time that is up and to a connection that ends before the login.
  return (
    ["ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "EAI_AGAIN"].includes(code) ||
    /timeout expired|terminated unexpectedly/.test(error.message)
  );
}
