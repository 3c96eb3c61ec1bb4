import { compare, type LocatedProblem } from "./problem";

/** A mistake of whoever runs the program: its message is all that they need to see. */
export class UsageError extends Error {
  override readonly name: string = "UsageError";
}

/** Everything that is wrong with the configuration. Its message is written for the person who has to repair it. */
export class ConfigError extends UsageError {
  override readonly name = "ConfigError";

  constructor(readonly problems: readonly LocatedProblem[]) {
    super(formatProblems(problems));
  }
}

/** What to tell a person about an error. @returns undefined for a bug, whose stack somebody will need */
export function told(error: unknown): string | undefined {
  if (error instanceof UsageError) return error.message;
  // Errors of the file system name the file, what was tried and why not.
  if (error instanceof Error && "syscall" in error)
    return `${error.message}\nSynthesis writes to cdktf.out/ and dist/: both have to be folders that you may write to.`;
  return undefined;
}

/** Lets whoever reads the output stop early, as `head` and `less` do. */
export function letReadersLeave(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}

/** All problems as text: one paragraph each, ordered by file and line. */
function formatProblems(problems: readonly LocatedProblem[]): string {
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  return [`The configuration has ${count}:`, ...[...problems].sort(byPlace).map(formatProblem)].join("\n\n");
}

function formatProblem({ file, line, column, path, found, allowed, fix }: LocatedProblem): string {
  return [
    `${file}:${line}:${column}${path ? ` ${path}` : ""}`,
    `  found    ${found}`,
    `  allowed  ${allowed}`,
    `  fix      ${fix}`,
  ].join("\n");
}

function byPlace(a: LocatedProblem, b: LocatedProblem): number {
  return compare(a.file, b.file) || a.line - b.line || a.column - b.column || compare(a.path, b.path);
}
