import type { Result } from "./check";
import type { Expectation } from "./expectation";

/** Number of the first failed check, starting at 1; 0 if all succeeded. */
export const exitCode = (results: readonly Result[]): number =>
  results.findIndex(({ status }) => status === "failed") + 1;

/** Report with one line per check, the cause and the next step of the failed one, and a conclusion. */
export function textReport(expectation: Expectation, results: readonly Result[]): string {
  const { environment, organization, application } = expectation;
  const lines = results.flatMap(({ check, status, found = "", problem }, index) => [
    `${index + 1} ${check.padEnd(11)} ${status.padEnd(8)} ${found}`.trimEnd(),
    ...(problem
      ? [
          `${indent}cause: ${problem.cause}`,
          `${indent}next: ${problem.next}`,
          `${indent}more: docs/troubleshooting.md#${problem.id}`,
        ]
      : []),
  ]);
  return [
    `The path of ${organization}/${application} in ${environment} to its database`,
    ...lines,
    verdict(results),
  ].join("\n");
}

const indent = " ".repeat(23);

function verdict(results: readonly Result[]): string {
  const failed = results[exitCode(results) - 1];
  return failed
    ? `Fails at ${failed.check}: ${failed.problem?.id}.`
    : "All checks passed: an application can connect from here.";
}

/** The report as JSON. */
export const jsonReport = (expectation: Expectation, results: readonly Result[]): string =>
  JSON.stringify({ ...expectation, exitCode: exitCode(results), results });
