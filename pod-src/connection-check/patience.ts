import { backOff } from "exponential-backoff";

/** How long a check waits, and how often it tries again what may be right a moment later. */
export interface Patience {
  /** Tries of what failed in a way that passes by itself, the first one included. */
  readonly tries: number;
  /** The pause before the second try is random below this, in milliseconds; each that follows below twice as much. */
  readonly firstPause: number;
  /** For one answer of a name server, a connection, a handshake or a statement, in milliseconds. */
  readonly answer: number;
  /** When the last try of any check may begin, as `performance.now()` tells the time. @default - at any time */
  readonly end?: number;
}

/** Long enough for a restart of PostgreSQL, not for a failover; with the last pause and answer below a minute in all. */
export const defaultPatience = (): Patience => ({
  tries: 6,
  firstPause: 500,
  answer: 5_000,
  end: performance.now() + 30_000,
});

/** What came of something that was tried until it worked. */
export interface Tried<T> {
  readonly value: T;
  /** `, at try 3`; empty where the first one worked. */
  readonly remark: string;
}

/** Tries `work` until it works, fails for good, or patience is at its end. Random pauses keep many pods from knocking at once. */
export async function patiently<T>(
  { tries, firstPause, end = Number.POSITIVE_INFINITY }: Patience,
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
    throw made > 1 ? new GaveUpError(error, made) : error;
  }
}

/** The last error of several tries. */
class GaveUpError extends Error {
  constructor(
    override readonly cause: unknown,
    readonly tries: number,
  ) {
    super(`given up after ${tries} tries`);
  }
}

/** The error behind one or several tries, and a remark on how many there were. */
export function lastOf(error: unknown): { readonly error: unknown; readonly remark: string } {
  return error instanceof GaveUpError
    ? { error: error.cause, remark: `, ${error.tries} times` }
    : { error, remark: "" };
}

/** Code of an error of Node.js or PostgreSQL. */
export const codeOf = (error: unknown): string => String((error as { code?: unknown })?.code ?? "");
