import { backOff } from "exponential-backoff";
import { DatabaseError } from "../errors";

/** Tries of a task, the first one included. */
const tries = 5;

/**
 * Does a task again when what other sessions did at the same moment came between its statements. Every task may be
 * repeated: what is done already stays, and is found.
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
 * Changes of one row of the catalog do not wait for each other in PostgreSQL: the later of two at a time fails. And what a statement found
 * may be gone when the next one names it.
 */
export const isConflict = (error: unknown): error is DatabaseError =>
  error instanceof DatabaseError && (passing.has(error.code) || internal.test(error.message));

/** A row that was added twice, a deadlock, tables and schemas that are gone. https://www.postgresql.org/docs/17/errcodes-appendix.html */
const passing: ReadonlySet<string> = new Set(["23505", "40P01", "42P01", "3F000"]);

/** PostgreSQL has no SQLSTATE of their own for these. */
const internal = /^(tuple concurrently (updated|deleted)|cache lookup failed|could not find tuple)/;
