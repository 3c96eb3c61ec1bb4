import { full } from "../../support/effort";
import { attack, table } from "./attack";

/** How many objects of each family are attacked in `npm test`, spread over all that it applies to. */
const few = 2;

/**
 * The tests of one topology: every mutant is caught, and the first line of a problem names what is weakened. `npm test`
 * attacks some objects of each family, `FULL=1` all.
 */
export function judge(topology: string): void {
  test(`every weakening of what is synthesized for ${topology} is caught, and named`, () => {
    const attacks = attack(topology, (index, count) => full(index % Math.ceil(count / few) === 0, true));
    process.stderr.write(`${topology}\n${table(attacks)}\n`);
    expect(attacks.length).toBeGreaterThan(full(40, 1000));
    expect(
      attacks
        .filter(({ isNamed }) => !isNamed)
        .map(({ family, object, problems }) => `${family}: ${object}: ${problems[0] ?? "nothing is said"}`),
    ).toEqual([]);
  });
}
