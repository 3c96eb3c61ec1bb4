import fs from "node:fs";
import { adviceOn } from "./known-errors";
import { type Diagnostic, doneWords, plannedWords } from "./messages";
import { isDone, type Outcome } from "./outcome";
import { type Stack, shortName, stackFiles } from "./stack";

export interface ReportProps {
  readonly environment: string;
  readonly stacks: readonly Stack[];
  readonly outcomes: ReadonlyMap<string, Outcome>;
  readonly isInterrupted: boolean;
  /** The command that continues, such as `npm run deploy -- dev`. */
  readonly again: string;
}

/** Results, stack by stack. */
export function table({ stacks, outcomes, isInterrupted }: ReportProps): string {
  const width = Math.max(...stacks.map(({ name }) => name.length));
  return stacks
    .map(({ name }) => `${name.padEnd(width)}  ${outcomeWords(outcomes.get(name), isInterrupted)}`)
    .join("\n");
}

function outcomeWords(outcome: Outcome | undefined, isInterrupted: boolean): string {
  switch (outcome?.kind) {
    case undefined:
      return "not started";
    case "unchanged":
      return "nothing to do";
    case "planned":
      return `not applied: ${plannedWords(outcome.changes)}`;
    case "applied":
      return doneWords(outcome.ran.messages.done);
    case "refused":
      return "not started: AWS would refuse to delete one of its resources";
    case "unsaved":
      return "not started: an earlier run could not save its state";
    case "failed": {
      const { done } = outcome.ran.messages;
      const before = done.size > 0 ? `, after ${doneWords(done)}` : "";
      return `${isInterrupted ? "interrupted" : "failed"} while ${outcome.step}${before}`;
    }
  }
}

/** Errors, with advice. Empty if there are none. */
export function problems(props: ReportProps): string {
  const { environment, stacks, outcomes, again, isInterrupted } = props;
  const sections = stacks.flatMap((stack) => {
    const lines = stackProblems(environment, stack, outcomes.get(stack.name));
    return lines.length > 0 ? [[stack.name, ...lines.map((line) => `  ${line}`)].join("\n")] : [];
  });
  if (sections.length === 0 && !isInterrupted && stacks.every(({ name }) => isDone(outcomes.get(name))))
    return "";
  return [
    ...sections,
    `Next: ${sections.length > 0 && !isInterrupted ? "correct that, then " : ""}${again}. It continues from here.`,
  ].join("\n\n");
}

function stackProblems(environment: string, { name, folder }: Stack, outcome: Outcome | undefined): string[] {
  if (outcome?.kind === "unsaved") return [pushState(folder)];
  if (outcome?.kind === "refused") return [...outcome.problems];
  if (outcome?.kind !== "failed") return [];
  const { errors, plain } = outcome.ran.messages;
  const { signal, code } = outcome.ran.end;
  const importFirst = importAdvice(environment, name);
  return [
    ...errors.flatMap(errorLines),
    ...(errors.length === 0 ? plain.slice(-mostLines) : []),
    ...errors.flatMap((error) => lockAdvice(folder, error, importFirst)),
    ...adviceOn(errors, environment),
    ...(signal !== undefined || code === panicked ? [killedAdvice(signal ?? "a crash", importFirst)] : []),
    ...(fs.existsSync(stackFiles(folder).unsavedState) ? [pushState(folder)] : []),
    `Log: ${stackFiles(folder).log}`,
  ];
}

/** Maximum number of lines of output that is not JSON. */
const mostLines = 15;
/** Terraform's exit code after a panic. */
const panicked = 11;

const errorLines = ({ summary, detail = "", address }: Diagnostic): string[] => [
  `Error: ${summary}${address ? ` (${address})` : ""}`,
  ...detail
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => `  ${line}`),
];

function lockAdvice(folder: string, { summary, detail = "" }: Diagnostic, importFirst: string): string[] {
  const [, id] = /^\s*ID:\s+(\S+)/m.exec(detail) ?? [];
  if (!/state lock/i.test(summary) || id === undefined) return [];
  return [
    `The state is locked: "Who" and "Created" above say by which run. If that run has ended: terraform -chdir=${folder} force-unlock ${id}. ${importFirst}`,
  ];
}

/** Without names of their own, such as a VPC, resources would be created twice, and no error would say so. */
const importAdvice = (environment: string, stack: string): string =>
  `A run that was killed may have created resources that are not in the state, and the next deployment would create them again. So first: npm run import -- ${environment} ${shortName(stack, environment)}, and the commands that it prints (docs/lost-state.md).`;

const killedAdvice = (by: string, importFirst: string): string =>
  `Terraform was ended by ${by}. Where the machine has too little memory, fewer at once may help: --parallelism 1. ${importFirst}`;

const pushState = (folder: string): string =>
  `The state could not be saved, and is in ${stackFiles(folder).unsavedState}: terraform -chdir=${folder} state push errored.tfstate, then delete that file.`;
