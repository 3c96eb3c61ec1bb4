import fc from "fast-check";

const { FULL, SEED } = process.env;

/**
 * How much of something a test does: a little in `npm test`, which has to answer soon, and all with `FULL=1`, as
 * `.ci/run` sets it.
 */
export const full = <T>(few: T, inFull: T): T => (FULL === "1" ? inFull : few);

/** What falls to one of several cases of a list that fits each of them: every n-th; with `FULL=1` all. */
export const shareOf = <T>(all: readonly T[], turn: number, turns: number): readonly T[] =>
  full(
    all.filter((_, index) => index % turns === turn),
    all,
  );

/** One of several ways of the same, by turns of those who ask; with `FULL=1` all. */
export const oneOf = <T>(ways: readonly T[], turn = 0): readonly T[] =>
  shareOf(ways, turn % ways.length, ways.length);

/** Where random values start: in `npm test` always here, with `FULL=1` anywhere, and with `SEED` where it says. */
export const seed = SEED === undefined ? full(20_251_126, Date.now() % 2 ** 31) : Number(SEED);

/** Random values: `few` of them in `npm test`, `inFull` with `FULL=1`. */
export const drawn = <T>(arbitrary: fc.Arbitrary<T>, few: number, inFull: number): T[] =>
  fc.sample(arbitrary, { numRuns: full(few, inFull), seed });

type Options = Pick<fc.Parameters, "endOnFailure">;

/**
 * Holds a property for random values: for `few` of them in `npm test`, for `inFull` with `FULL=1`. Where it fails, the
 * error names the seed: `SEED=<seed> npx jest <file>` meets the same values.
 */
export function holds<T>(
  property: fc.IAsyncProperty<T>,
  few: number,
  inFull: number,
  options?: Options,
): Promise<void>;
export function holds<T>(property: fc.IProperty<T>, few: number, inFull: number, options?: Options): void;
export function holds<T>(
  property: fc.IProperty<T> | fc.IAsyncProperty<T>,
  few: number,
  inFull: number,
  options?: Options,
): Promise<void> | void {
  return fc.assert(property as fc.IProperty<T>, { ...options, seed, numRuns: full(few, inFull) });
}
