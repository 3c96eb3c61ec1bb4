import { type Proof, proofJson } from "../../../src/assurance";
import { environmentOf } from "../mutations/environments";
import type { Change } from "../support/edits";
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
}

/** The mutants of one topology. */
export interface Attacks {
  readonly made: readonly Attack[];
  /** Processor time that all changes and their proofs took, without what is proved from scratch to compare. */
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
): Attacks {
  const environment = environmentOf(topology, topology !== "resource-endpoint");
  const all = clock();
  let compared = 0;
  const isWhole = (proof: Proof, change: Change): boolean => {
    const own = clock();
    const isSame = said(proof) === said(environment.afterFromScratch(change));
    compared += own();
    return isSame;
  };
  const made = families.flatMap((family, turn) =>
    family
      .mutants(environment.synthesis.copy())
      .filter((_, index, { length }) => isChosen(index, length))
      .map(({ object, change, named }, index) => {
        const proof = environment.after(change);
        const problems = firstLines(proof);
        return {
          family: family.name,
          object,
          problems,
          isNamed: named.some((name) => problems[0]?.includes(name)),
          ...(isCompared(turn, index) && { isSameAsWhole: isWhole(proof, change) }),
        };
      }),
  );
  return { made, seconds: all() - compared };
}

/** Seconds of processor time since now. It takes a millisecond to read on some machines, so that it is read seldom. */
function clock(): () => number {
  const start = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1e6;
  };
}

/** Everything that a proof says. */
const said = (proof: Proof): string => JSON.stringify([proof.problems, proofJson(proof), proof.identity]);

/** Families with the objects that were attacked, caught and named, and what that took. */
export function table({ made, seconds }: Attacks): string {
  const rows = families.map(({ name }) => {
    const all = made.filter(({ family }) => family === name);
    const caught = all.filter(({ problems }) => problems.length > 0);
    const named = all.filter(({ isNamed }) => isNamed);
    return `${String(all.length).padStart(5)} attacked ${String(caught.length).padStart(5)} caught ${String(named.length).padStart(5)} named   ${name}`;
  });
  return [
    ...rows,
    `${String(made.length).padStart(5)} attacked in ${seconds.toFixed(1)} s of processor time`,
  ].join("\n");
}
