import { full } from "../../support/effort";
import { topologies, turnOf } from "../../support/topologies";
import { type Attacks, attack, type Choice, comparison, table } from "./attack";

/** A value that was put into a sentence without being looked at. */
const unreadable = /\[object |undefined|\bnull\b|NaN| {2}/;

/**
 * Causes that a proof names for a single edit, at most: a stack whose state or account is another one has consequences in
 * every stack that reads it.
 */
const mostCauses = 20;

/**
 * The tests of one topology: every mutant is caught, and the first line of a problem names what is weakened. `npm test`
 * attacks one object of each family, another one in each topology; `FULL=1` attacks all. Some are proved from scratch as
 * well: every third family's in one topology, with `FULL=1` every fourth of all, others in each topology.
 */
export function judge(topology: string): void {
  const turn = turnOf(topology);
  const isInTurn: Choice = (_, mutant, count) => mutant === Math.floor((count * turn) / topologies.length);

  let attacks: Attacks;
  beforeAll(() => {
    attacks = attack(
      topology,
      full(isInTurn, () => true),
    );
  });

  test(`every weakening of what is synthesized for ${topology} is caught, and named`, () => {
    process.stderr.write(`${topology}\n${table(attacks)}\n`);
    expect(attacks.made.length).toBeGreaterThan(full(25, 1000));
    expect(
      attacks.made
        .filter(({ isNamed }) => !isNamed)
        .map(({ family, object, problems }) => `${family}: ${object}: ${problems[0] ?? "nothing is said"}`),
    ).toEqual([]);
  });

  test("each message can be read, and problems that follow from one weakening are told with it", () => {
    expect(attacks.made.flatMap(({ problems }) => problems.filter((line) => unreadable.test(line)))).toEqual(
      [],
    );
    expect(
      attacks.made
        .filter(({ problems }) => problems.length > mostCauses)
        .map(({ family, object, problems }) => `${family}: ${object}: ${problems.length} causes`),
    ).toEqual([]);
  });

  test("a proof that takes over what has not changed says the same as one of everything", () => {
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
