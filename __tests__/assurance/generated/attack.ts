import { type Proof, proofJson } from "../../../src/assurance";
import { environmentOf } from "../mutations/environments";
import { firstLines } from "../support/first-lines";
import type { Provable } from "../support/proofs";
import { families } from "./families";
import type { Mutant } from "./mutant";

/** What became of one mutant. */
export interface Attack {
  readonly family: string;
  readonly object: string;
  /** The first line of every cause; empty when the weakened environment is proved. */
  readonly problems: readonly string[];
  /** Whether the line that people read first names what is weakened. */
  readonly isNamed: boolean;
}

/** The mutants of one topology. */
export interface Attacks {
  readonly made: readonly Attack[];
  /** Processor time that all changes and their proofs took. */
  readonly seconds: number;
}

/** Whether a mutant is made, by the index of its family, its own in it, and how many mutants the family has. */
export type Choice = (family: number, mutant: number, count: number) => boolean;

/** Attacks one topology: each proof takes over what has not changed. */
export function attack(topology: string, isChosen: Choice): Attacks {
  const environment = provable(topology);
  // The proof that the others start from is no mutant's.
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
 * Mutants with whether a proof that takes over what has not changed says the same as one from scratch. Apart from the
 * attack, as what proofs from scratch leave behind slows down the ones between them by half.
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
