import { backOff } from "exponential-backoff";
import { DatabaseError } from "../errors";

/** Number of attempts, including the first. */
const tries = 5;

/**
 * Repeats a task after a conflict with concurrent sessions. Every task is idempotent: finished steps remain, and are
 * detected.
 */
export const againAfterConflicts = <T>(
  task: () => Promise<T>,
  tell: (conflict: DatabaseError) => void,
): Promise<T> =>
  backOff(task, {
    numOfAttempts: tries,
    startingDelay: 50,
    maxDelay: 1_000,
    jitter: "full",
    retry: (error) => {
      const passes = isConflict(error);
      if (passes) tell(error);
      return passes;
    },
  });

/**
 * Concurrent changes of one catalog row do not wait in PostgreSQL: the later one fails. An object that one statement
 * found may also be dropped before the next statement names it.
 */
export const isConflict = (error: unknown): error is DatabaseError =>
  error instanceof DatabaseError && (passing.has(error.code) || internal.test(error.message));

/**
 * SQLSTATEs of a duplicate row, a deadlock, a missing table and a missing schema.
 * https://www.postgresql.org/docs/17/errcodes-appendix.html
 */
const passing: ReadonlySet<string> = new Set(["23505", "40P01", "42P01", "3F000"]);

/** Internal errors without an SQLSTATE of their own. */
const internal = /^(tuple concurrently (updated|deleted)|cache lookup failed|could not find tuple)/;
