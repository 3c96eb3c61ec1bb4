import { groupedBy } from "./grouping";
import type { Problem } from "./problem";
import { addressesNamed } from "./terraform";

/** A deviation from the intent, with the problems that follow from it. */
export interface Cause {
  /** Address of the resource or the stack. @default - none, if the problem concerns nothing that is declared */
  readonly at?: string | undefined;
  /** Message of the cause. */
  readonly problem: Problem;
  /** Further problems at the same address. */
  readonly others: readonly Problem[];
  /** Problems that follow from it, such as the connections that a rule opens. */
  readonly consequences: readonly Problem[];
}

/**
 * Groups problems by their causes, in their original order. A consequence without a cause is reported at the resource
 * that it may follow from.
 */
export function causesOf(problems: readonly Problem[]): Cause[] {
  const causes = new Map<string, Mutable>();
  const isConsequence = ({ follows }: Problem): boolean => follows !== undefined && follows.length > 0;
  for (const problem of problems.filter((one) => !isConsequence(one))) {
    const at = problem.at ?? addressesNamed(problem.text)[0];
    const known = causes.get(at ?? problem.text);
    if (known) known.others.push(problem);
    else causes.set(at ?? problem.text, { at, problem, others: [], consequences: [] });
  }
  const unexplained = problems.filter(isConsequence).filter((problem) => {
    const cause = explaining(causes, problem);
    cause?.consequences.push(problem);
    return cause === undefined;
  });
  for (const [at, [problem, ...consequences]] of byCommonPlace(unexplained))
    if (problem) causes.set(at, { at, problem, others: [], consequences });
  return [...causes.values()];
}

/** Groups consequences by the address that most of them name; among equals, by the likeliest. */
function byCommonPlace(problems: readonly Problem[]): Map<string, Problem[]> {
  const placesOf = ({ at, follows = [] }: Problem): string[] => [
    ...new Set(at === undefined ? follows : [at, ...follows]),
  ];
  const count = new Map<string, number>();
  for (const address of problems.flatMap(placesOf)) count.set(address, (count.get(address) ?? 0) + 1);
  const commonest = (problem: Problem): string =>
    placesOf(problem).sort((a, b) => (count.get(b) ?? 0) - (count.get(a) ?? 0))[0] ?? "";
  return groupedBy(problems, commonest);
}

type Mutable = Cause & { readonly others: Problem[]; readonly consequences: Problem[] };

/** The cause of a problem: at one of the resources that it names, or at a whole stack. */
function explaining(
  causes: ReadonlyMap<string, Mutable>,
  { follows = [], beside = [] }: Problem,
): Mutable | undefined {
  const places = [...follows, ...beside, ...follows.map((address) => address.split("/")[0] as string)];
  const found = places.find((place) => causes.has(place));
  return found === undefined ? undefined : causes.get(found);
}
