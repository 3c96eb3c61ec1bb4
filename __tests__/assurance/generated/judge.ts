import { full } from "../../support/effort";
import { type Attack, attack, table } from "./attack";

/** How many objects of each family are attacked in `npm test`, spread over all that it applies to. */
const few = 2;

/** How many of those are proved from scratch as well. */
const compared = 1;

/**
 * The tests of one topology: every mutant is caught, and the first line of a problem names what is weakened. `npm test`
 * attacks some objects of each family, `FULL=1` all.
 */
export function judge(topology: string): void {
  let attacks: readonly Attack[];

  beforeAll(() => {
    attacks = attack(
      topology,
      (index, count) => full(index % Math.ceil(count / few) === 0, true),
      (index) => full(index < compared, true),
    );
    process.stderr.write(`${topology}\n${table(attacks)}\n`);
  });

  test(`every weakening of what is synthesized for ${topology} is caught, and named`, () => {
    expect(attacks.length).toBeGreaterThan(full(40, 1000));
    expect(
      attacks
        .filter(({ isNamed }) => !isNamed)
        .map(({ family, object, problems }) => `${family}: ${object}: ${problems[0] ?? "nothing is said"}`),
    ).toEqual([]);
  });

  test("a proof that takes over what has not changed says the same as one of everything", () => {
    const both = attacks.filter(({ isSameAsWhole }) => isSameAsWhole !== undefined);
    expect(both.length).toBeGreaterThan(full(25, 1000));
    expect(
      both.filter(({ isSameAsWhole }) => !isSameAsWhole).map(({ family, object }) => `${family}: ${object}`),
    ).toEqual([]);
  });
}
