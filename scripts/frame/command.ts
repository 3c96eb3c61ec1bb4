import type { ParseArgsConfig, parseArgs } from "node:util";
import { suggest } from "../../src/config/suggest";
import type { Progress } from "./terminal";

/** What every command ends with, as grep does. */
export const exitCodes = { held: 0, didNotHold: 1, notAsked: 2 } as const;

type ParseOption = NonNullable<ParseArgsConfig["options"]>[string];

export type Option = ParseOption & {
  /** What it does, for `--help`. */
  readonly about: string;
  /** What its value is called in `--help`, such as FOLDER. @default - it takes no value */
  readonly value?: string;
};
export type Options = Readonly<Record<string, Option>>;

/** What was written behind the command's name. */
export type Words<O extends Options> = ReturnType<
  typeof parseArgs<{ options: O; allowPositionals: true; strict: true }>
>;

export interface Call<O extends Options> extends Words<O> {
  /** Tells what is done now, where a person looks on. A command that may take over three seconds calls it. */
  readonly progress: Progress;
  /** Prints a part of the answer before the rest is known. */
  print(text: string): void;
}

export interface Answer {
  readonly text: string;
  /** What does not hold, in sentences. @default - nothing */
  readonly problems?: string;
  /** @default - didNotHold where there are problems, held otherwise */
  readonly exitCode?: number;
  /** Another program reads it: lines stay as they are on a narrow terminal. @default false */
  readonly isData?: boolean;
}

/** A command of this project. Its file in scripts/ exports it as `command`, and `npm run <name>` calls it. */
export interface Command<O extends Options = Options> {
  /** As in `npm run <name>`. */
  readonly name: string;
  /** What it does, in one or two sentences. */
  readonly summary: string;
  /** Words that it takes, as `--help` shows them: `ENVIRONMENT [APPLICATION]`, `[ENVIRONMENT ...]`. @default - none */
  readonly words?: string;
  /** @default - none but --help */
  readonly options?: O;
  /** Calls to copy. @default - none */
  readonly examples?: readonly string[];
  /** What 0 means here. @default "done" */
  readonly held?: string;
  /** What 1 means here. @default - it never exits with 1 */
  readonly didNotHold?: string;
  answer(call: Call<O>): Answer | Promise<Answer>;
}

/** Keeps the types of the options: `command({ ... })` instead of `{ ... } as Command`. */
export const defineCommand = <const O extends Options>(command: Command<O>): Command<O> => command;

/** A command was called in a way that it does not know. Its usage is shown below the message. */
export class UsageError extends Error {}

/** The one of that name, such as an environment. @throws UsageError with what is near, and what is allowed */
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

/** ` Did you mean dev?`, or nothing where no candidate is near. */
export function didYouMean(written: string | undefined, candidates: readonly string[]): string {
  const near = written === undefined ? undefined : suggest(written, candidates);
  return near === undefined || near === written ? "" : ` Did you mean ${near}?`;
}
