import { full, seed } from "../../support/effort";
import { topologies, turnOf } from "../../support/topologies";
import { type Attacks, attack, type Choice, comparison, table } from "./attack";
import { networkFamilies } from "./families";

/** A value that is not readable in a sentence. */
const unreadable = /\[object |undefined|\bnull\b|NaN| {2}/;

/**
 * Maximum number of causes that a proof names for a single edit: a stack with another state or account has consequences
 * in every stack that reads it.
 */
const mostCauses = 20;

/** Minimum number of mutants per family and topology with `FULL=1`, if the family has as many. */
const fewestInFull = 8;

/**
 * The tests of one topology: every mutant is caught, and the first line of a problem names what is weakened. `npm test`
 * uses one mutant per family, a different one per topology. `FULL=1` uses all mutants of the network; topologies share the
 * others, of which most objects are the same in each: a quarter per topology, all in runs with four consecutive seeds. Some
 * are also proved from scratch and compared: one per topology of some families, with `FULL=1` every fourth.
 */
export function judge(topology: string): void {
  const turn = turnOf(topology);
  const isInTurn: Choice = (_, mutant, count) => mutant === Math.floor((count * turn) / topologies.length);
  const isShared: Choice = (family, mutant, count) => {
    const shares = Math.min(topologies.length, Math.max(1, Math.floor(count / fewestInFull)));
    return family < networkFamilies.length || (mutant + turn + seed) % shares === 0;
  };

  let attacks: Attacks;
  beforeAll(() => {
    attacks = attack(topology, full(isInTurn, isShared));
  });

  test(`every weakening of what is synthesized for ${topology} is caught, and named`, () => {
    process.stderr.write(`${topology}, seed ${seed}\n${table(attacks)}\n`);
    expect(attacks.made.length).toBeGreaterThan(full(25, 600));
    expect(
      attacks.made
        .filter(({ isNamed }) => !isNamed)
        .map(({ family, object, problems }) => `${family}: ${object}: ${problems[0] ?? "proved"}`),
    ).toEqual([]);
  });

  test("each message is readable, and one weakening has few causes", () => {
    expect(attacks.made.flatMap(({ problems }) => problems.filter((line) => unreadable.test(line)))).toEqual(
      [],
    );
    expect(
      attacks.made
        .filter(({ problems }) => problems.length > mostCauses)
        .map(({ family, object, problems }) => `${family}: ${object}: ${problems.length} causes`),
    ).toEqual([]);
  });

  test("an incremental proof has the same result as a full one", () => {
    const compared = comparison(
      topology,
      full<Choice>(
        (family, ...mutant) => family % 12 === turn * 3 && isInTurn(family, ...mutant),
        (_, mutant) => mutant % topologies.length === turn,
      ),
    );
    expect(compared.length).toBeGreaterThan(full(1, 250));
    expect(
      compared.filter(({ isSame }) => !isSame).map(({ family, object }) => `${family}: ${object}`),
    ).toEqual([]);
  });
}
