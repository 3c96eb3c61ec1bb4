import { type Proof, proofJson } from "../../../src/assurance";
import { environmentOf } from "../mutations/environments";
import { firstLines } from "../support/first-lines";
import { families } from "./families";

/** What became of one mutant. */
export interface Attack {
  readonly family: string;
  readonly object: string;
  /** The first line of every cause; empty when the weakened environment is proved. */
  readonly problems: readonly string[];
  /** Whether the line that people read first names what is weakened. */
  readonly isNamed: boolean;
  /** Whether a proof that takes over what has not changed says the same as one of everything. @default - not compared */
  readonly isSameAsWhole?: boolean;
  /** Processor time that the change and its proof took. */
  readonly seconds: number;
}

/**
 * Attacks one topology.
 *
 * @param isChosen whether a family's mutant is made, by its index among so many
 * @param isCompared whether a mutant is proved from scratch, too, by the index of its family and its own among those made
 */
export function attack(
  topology: string,
  isChosen: (index: number, count: number) => boolean,
  isCompared: (family: number, mutant: number) => boolean = () => false,
): Attack[] {
  const environment = environmentOf(topology, topology !== "resource-endpoint");
  return families.flatMap((family, turn) =>
    family
      .mutants(environment.synthesis.copy())
      .filter((_, index, { length }) => isChosen(index, length))
      .map(({ object, change, named }, index) => {
        const before = process.cpuUsage();
        const proof = environment.after(change);
        const { user, system } = process.cpuUsage(before);
        const problems = firstLines(proof);
        return {
          family: family.name,
          object,
          problems,
          isNamed: named.some((name) => problems[0]?.includes(name)),
          seconds: (user + system) / 1e6,
          ...(isCompared(turn, index) && {
            isSameAsWhole: said(proof) === said(environment.afterFromScratch(change)),
          }),
        };
      }),
  );
}

/** Everything that a proof says. */
const said = (proof: Proof): string => JSON.stringify([proof.problems, proofJson(proof), proof.identity]);

/** Families with the objects that were attacked, caught and named, and what that took. */
export function table(attacks: readonly Attack[]): string {
  const seconds = attacks.reduce((sum, attack) => sum + attack.seconds, 0);
  const rows = families.map(({ name }) => {
    const all = attacks.filter(({ family }) => family === name);
    const caught = all.filter(({ problems }) => problems.length > 0);
    const named = all.filter(({ isNamed }) => isNamed);
    return `${String(all.length).padStart(5)} attacked ${String(caught.length).padStart(5)} caught ${String(named.length).padStart(5)} named   ${name}`;
  });
  return [
    ...rows,
    `${String(attacks.length).padStart(5)} attacked in ${seconds.toFixed(1)} s of processor time`,
  ].join("\n");
}
