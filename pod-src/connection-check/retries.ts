import { backOff } from "exponential-backoff";

/** Time limits of a check, and number of attempts for temporary errors. */
export interface RetryLimits {
  /** Number of attempts for temporary errors, including the first. */
  readonly tries: number;
  /** Upper bound of the random pause before the second attempt, in milliseconds; it doubles for each further pause. */
  readonly firstPause: number;
  /** Limit for one response of a name server, one connection, one handshake or one statement, in milliseconds. */
  readonly answer: number;
  /** Time, in terms of `performance.now()`, after which no check starts another attempt. @default - none */
  readonly end?: number;
}

/**
 * Sufficient for a restart of PostgreSQL, not for a failover; less than a minute in total, including the last pause and
 * response.
 */
export const defaultRetryLimits = (): RetryLimits => ({
  tries: 6,
  firstPause: 500,
  answer: 5_000,
  end: performance.now() + 30_000,
});

/** Result of work that was attempted repeatedly. */
export interface Tried<T> {
  readonly value: T;
  /** `, at try 3`; empty if the first attempt succeeded. */
  readonly remark: string;
}

/**
 * Repeats `work` until it succeeds, fails finally, or exceeds its limits. Pauses are random, so that many pods do not
 * retry at the same moment.
 */
export async function withRetries<T>(
  { tries, firstPause, end = Number.POSITIVE_INFINITY }: RetryLimits,
  passes: (error: unknown) => boolean,
  work: () => Promise<T>,
): Promise<Tried<T>> {
  let made = 0;
  try {
    const value = await backOff(
      () => {
        made++;
        return work();
      },
      {
        numOfAttempts: tries,
        startingDelay: firstPause,
        maxDelay: 8_000,
        jitter: "full",
        retry: (error) => performance.now() < end && passes(error),
      },
    );
    return { value, remark: made > 1 ? `, at try ${made}` : "" };
  } catch (error) {
    throw made > 1 ? new RetriesFailedError(error, made) : error;
  }
}

/** The last error of several attempts. */
class RetriesFailedError extends Error {
  constructor(
    override readonly cause: unknown,
    readonly tries: number,
  ) {
    super(`given up after ${tries} tries`);
  }
}

/** The error of the last attempt, and a remark with the number of attempts. */
export function lastOf(error: unknown): { readonly error: unknown; readonly remark: string } {
  return error instanceof RetriesFailedError
    ? { error: error.cause, remark: `, ${error.tries} times` }
    : { error, remark: "" };
}

/** A promise of `work` that fails with `ETIMEDOUT` unless it is settled within `timeout` milliseconds. */
export function within<T>(
  timeout: number,
  work: (resolve: (value: T) => void, reject: (error: Error) => void) => void,
): Promise<T> {
  let timer: NodeJS.Timeout;
  return new Promise<T>((resolve, reject) => {
    const late = Object.assign(new Error("no answer in time"), { code: "ETIMEDOUT" });
    timer = setTimeout(() => reject(late), timeout);
    work(resolve, reject);
  }).finally(() => clearTimeout(timer));
}

/** Whether a connection was refused or interrupted, or had no answer, which may be temporary. */
export const isInterruption = (error: unknown): boolean =>
  ["ECONNREFUSED", "ECONNRESET", "ETIMEDOUT"].includes(codeOf(error));

/** Code of an error of Node.js or PostgreSQL. */
export const codeOf = (error: unknown): string => String((error as { code?: unknown })?.code ?? "");
