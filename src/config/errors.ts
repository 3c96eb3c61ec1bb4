import { compare, type LocatedProblem } from "./problem";

/** An error of the caller, not of the program: its message needs no stack trace. */
export class InputError extends Error {
  override readonly name: string = "InputError";
}

/** All problems of the configuration. The message addresses the author of the files. */
export class ConfigError extends InputError {
  override readonly name = "ConfigError";

  /** @param withMore files with more problems than these, too many to word. @default - none */
  constructor(
    readonly problems: readonly LocatedProblem[],
    withMore: readonly string[] = [],
  ) {
    super(formatProblems(problems, withMore));
  }
}

/** Problems shown per file: beyond this number, most are consequences of one mistake. */
const mostOfFile = 20;

/** Formats problems as one paragraph each, ordered by file and line, at most `mostOfFile` per file. */
function formatProblems(problems: readonly LocatedProblem[], withMore: readonly string[]): string {
  const over = withMore.length > 0 ? "over " : "";
  const count = problems.length === 1 ? "1 problem" : `${over}${problems.length} problems`;
  const sorted = [...problems].sort(byPlace);
  const files = new Set(sorted.map(({ file }) => file));
  const paragraphs = [...files].flatMap((file) => {
    const all = sorted.filter((problem) => problem.file === file);
    return [
      ...all.slice(0, mostOfFile).map(formatProblem),
      ...(all.length > mostOfFile
        ? [
            `${file}: ${withMore.includes(file) ? "over " : ""}${all.length - mostOfFile} more. Correct these first.`,
          ]
        : []),
    ];
  });
  return [`The configuration has ${count}:`, ...paragraphs].join("\n\n");
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
