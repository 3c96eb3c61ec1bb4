import { type Proof, proofJson } from "../../../src/assurance";
import { environmentOf } from "../mutations/environments";
import { firstLines } from "../support/first-lines";
import type { Provable } from "../support/proofs";
import { families } from "./families";
import type { Mutant } from "./mutant";

/** The proof's result for one mutant. */
export interface Attack {
  readonly family: string;
  readonly object: string;
  /** The first line of every cause; empty when the weakened environment is proved. */
  readonly problems: readonly string[];
  /** Whether the first line names what is weakened. */
  readonly isNamed: boolean;
}

/** The mutants of one topology. */
export interface Attacks {
  readonly made: readonly Attack[];
  /** Processor time of all changes and their proofs. */
  readonly seconds: number;
}

/** Selects mutants, by the index of the family, the mutant's index in it, and the number of its mutants. */
export type Choice = (family: number, mutant: number, count: number) => boolean;

/** Attacks one topology with incremental proofs. */
export function attack(topology: string, isChosen: Choice): Attacks {
  const environment = provable(topology);
  // The first proof, on which the others build, does not count.
  environment.after(() => {});
  const start = process.cpuUsage();
  const made = mutantsOf(environment, isChosen).map(({ family, object, change, named }) => {
    const problems = firstLines(environment.after(change));
    return { family, object, problems, isNamed: named.some((name) => problems[0]?.includes(name)) };
  });
  const { user, system } = process.cpuUsage(start);
  return { made, seconds: (user + system) / 1e6 };
}

/**
 * Mutants with whether an incremental proof has the same result as a full one. Separate from the attack, because the
 * memory that full proofs leave slows down incremental ones between them by half.
 */
export function comparison(topology: string, isChosen: Choice) {
  const environment = provable(topology);
  return mutantsOf(environment, isChosen).map(({ family, object, change }) => ({
    family,
    object,
    isSame: said(environment.after(change)) === said(environment.afterFromScratch(change)),
  }));
}

const provable = (topology: string): Provable => environmentOf(topology, topology !== "resource-endpoint");

const mutantsOf = (
  { synthesis }: Provable,
  isChosen: Choice,
): readonly (Mutant & { readonly family: string })[] =>
  families.flatMap((family, turn) =>
    family
      .mutants(synthesis.copy())
      .filter((_, index, { length }) => isChosen(turn, index, length))
      .map((mutant) => ({ ...mutant, family: family.name })),
  );

/** The complete result of a proof. */
const said = (proof: Proof): string => JSON.stringify([proof.problems, proofJson(proof), proof.identity]);

/** Per family the numbers of objects attacked, caught and named, and the time in total. */
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
