import { full } from "../../support/effort";
import { type Attack, attack, table } from "./attack";

const topologies = ["same-vpc", "peering", "private-link", "resource-endpoint"];

/**
 * The tests of one topology: every mutant is caught, and the first line of a problem names what is weakened. `npm test`
 * attacks one object of each family, another one in each topology; `FULL=1` attacks all. Some are proved from scratch as
 * well: every third family's in one topology, with `FULL=1` every fourth of all, others in each topology.
 */
export function judge(topology: string): void {
  const turn = topologies.indexOf(topology);
  let attacks: readonly Attack[];

  beforeAll(() => {
    const all = attack(
      topology,
      (index, count) => full(index === Math.floor((count * turn) / topologies.length), true),
      (family, mutant) => full(family % 12 === turn * 3, mutant % topologies.length === turn),
    );
    process.stderr.write(`${topology}\n${table(all)}\n`);
    attacks = all.made;
  });

  test(`every weakening of what is synthesized for ${topology} is caught, and named`, () => {
    expect(attacks.length).toBeGreaterThan(full(25, 1000));
    expect(
      attacks
        .filter(({ isNamed }) => !isNamed)
        .map(({ family, object, problems }) => `${family}: ${object}: ${problems[0] ?? "nothing is said"}`),
    ).toEqual([]);
  });

  test("a proof that takes over what has not changed says the same as one of everything", () => {
    const both = attacks.filter(({ isSameAsWhole }) => isSameAsWhole !== undefined);
    expect(both.length).toBeGreaterThan(full(1, 250));
    expect(
      both.filter(({ isSameAsWhole }) => !isSameAsWhole).map(({ family, object }) => `${family}: ${object}`),
    ).toEqual([]);
  });
}
