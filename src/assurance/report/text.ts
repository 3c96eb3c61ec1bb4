import { causesOf } from "../causes";
import { permissionText } from "../exceptions";
import type { Proof } from "../gate";
import { indented } from "../indented";
import { applicationsGrid } from "./applications-grid";
import { causeLines } from "./cause-lines";
import { footholdsGrid } from "./footholds-grid";
import { gridText } from "./grid";
import { reachGrid } from "./reach-grid";
import { secretsGrid } from "./secrets-grid";

/** Output after synthesis: both matrices, and whether they are as intended. */
export function proofText(proof: Proof): string {
  const { intent, problems, invariants, exceptions } = proof;
  const rules = new Set(invariants.map(({ rule }) => rule)).size;
  const but =
    exceptions.length > 0
      ? `, but for ${exceptions.length} ${exceptions.length === 1 ? "exception" : "exceptions"} with a reason`
      : "";
  const causes = causesOf(problems).length;
  const verdict =
    causes === 0
      ? `proved: all principals that config intends to connect or read can, and no others can; ${rules} rules hold${but}`
      : `NOT proved: ${causes} ${causes === 1 ? "problem" : "problems"}`;
  return [
    `${intent.environment}  ${verdict}`,
    "",
    ...indented(gridText(reachGrid(proof))),
    "",
    ...(proof.applications.length > 0 ? [...indented(gridText(applicationsGrid(proof))), ""] : []),
    ...indented(gridText(secretsGrid(proof))),
    "",
    ...indented(gridText(footholdsGrid(proof))),
    ...indented(exceptionLines(proof)),
  ].join("\n");
}

/** Unneeded exceptions are problems, and listed there. */
function exceptionLines({ exceptions }: Proof): string[] {
  const needed = exceptions.filter(({ excuses }) => excuses.length > 0);
  if (needed.length === 0) return [];
  return [
    "",
    ...needed.map(({ exception }) => `excepted: ${permissionText(exception)}: ${exception.reason}`),
  ];
}

/** All counterexamples, and stacks that were not judged; an empty text if everything is proved. */
export const problemsText = (proofs: readonly Proof[], strayStacks: readonly string[]): string =>
  [
    ...strayStacks.map((name) => `${name} belongs to no environment: it was not judged.`),
    ...proofs.map(problemText),
  ]
    .filter((text) => text !== "")
    .join("\n");

/** Maximum number of causes; with more, the first ones are sufficient to understand what happened. */
const mostCauses = 20;

/** The problems of an environment by cause, each with a counterexample; an empty text if there are none. */
export function problemText({ intent, problems }: Proof): string {
  const causes = causesOf(problems);
  const more = causes.length - mostCauses;
  return [
    ...causes.slice(0, mostCauses).flatMap((cause) => {
      const [first, ...others] = causeLines(cause);
      return [`${intent.environment}: ${first}`, ...indented(others)];
    }),
    ...(more > 0 ? [`${intent.environment}: and ${more} more`] : []),
    ...(problems.some(({ needs }) => needs)
      ? [`To accept a finding, record an exception with its reason: ${intent.guide.exceptions}.`]
      : []),
  ].join("\n");
}
