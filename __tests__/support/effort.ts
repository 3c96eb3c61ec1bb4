/**
 * Whether tests that repeat something do it as often as they can (`FULL=1 npm test`), or just often enough to notice a
 * fault at once.
 */
export const isFull = process.env.FULL === "1";

/** One of two amounts of the same thing, by the effort asked for. */
export const effort = <T>(short: T, full: T): T => (isFull ? full : short);
