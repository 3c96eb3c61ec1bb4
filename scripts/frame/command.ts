import type { ParseArgsConfig, parseArgs } from "node:util";
import { suggest } from "../../src/config/suggest";
import type { Progress } from "./terminal";

/** Exit codes of every command, like grep's. */
export const exitCodes = { held: 0, didNotHold: 1, notAsked: 2 } as const;

type ParseOption = NonNullable<ParseArgsConfig["options"]>[string];

export type Option = ParseOption & {
  /** Its effect, for `--help`. */
  readonly about: string;
  /** Placeholder of its value in `--help`, such as FOLDER. @default - none: it has no value */
  readonly value?: string;
};
export type Options = Readonly<Record<string, Option>>;

/** Arguments of a command. */
export type Words<O extends Options> = ReturnType<
  typeof parseArgs<{ options: O; allowPositionals: true; strict: true }>
>;

export interface Call<O extends Options> extends Words<O> {
  /** Shows the current step on a terminal. A command that may take more than three seconds calls it. */
  readonly progress: Progress;
  /** Prints a part of the answer before the rest is known. */
  print(text: string): void;
}

export interface Answer {
  readonly text: string;
  /** What does not hold, in sentences. @default - nothing */
  readonly problems?: string;
  /** @default - didNotHold if there are problems, otherwise held */
  readonly exitCode?: number;
  /** Whether other programs read it, so that lines are not wrapped. @default false */
  readonly isData?: boolean;
}

/** A command of this project. Its file in scripts/ exports it as `command`, and `npm run <name>` runs it. */
export interface Command<O extends Options = Options> {
  /** Name in `npm run <name>`. */
  readonly name: string;
  /** Its effect, in one or two sentences. */
  readonly summary: string;
  /**
   * Positional arguments, in the notation of `--help`: `ENVIRONMENT [APPLICATION]`, `[ENVIRONMENT ...]`.
   * @default - none
   */
  readonly words?: string;
  /** @default - only --help */
  readonly options?: O;
  /** Commands to copy. @default - none */
  readonly examples?: readonly string[];
  /** Meaning of exit code 0. @default "done" */
  readonly held?: string;
  /** Meaning of exit code 1. @default - it never exits with 1 */
  readonly didNotHold?: string;
  /** Further meaning of exit code 2. @default - only that the command did not run */
  readonly notAsked?: string;
  answer(call: Call<O>): Answer | Promise<Answer>;
}

/** Preserves the types of the options, which `{ ... } as Command` would lose. */
export const defineCommand = <const O extends Options>(command: Command<O>): Command<O> => command;

/** A command was called with unknown arguments. Its usage is printed below the message. */
export class UsageError extends Error {}

/**
 * The item with a name, such as an environment.
 *
 * @throws UsageError with similar names, and the allowed ones
 */
export function findByName<T extends { readonly name: string }>(
  what: string,
  name: string | undefined,
  all: readonly T[],
): T {
  const found = all.find((one) => one.name === name);
  if (found) return found;
  const names = all.map((one) => one.name);
  const wanted = name === undefined ? `No ${what} named` : `There is no ${what} ${name}`;
  throw new UsageError(`${wanted}; allowed: ${names.join(", ")}.${didYouMean(name, names)}`);
}

/** ` Did you mean dev?`, or an empty text if no candidate is similar. */
export function didYouMean(written: string | undefined, candidates: readonly string[]): string {
  const near = written === undefined ? undefined : suggest(written, candidates);
  return near === undefined || near === written ? "" : ` Did you mean ${near}?`;
}
