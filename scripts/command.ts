import { type ParseArgsConfig, parseArgs } from "node:util";
import { letReadersLeave } from "../src/config/errors";

/** As grep has it. */
export const exitCodes = { yes: 0, no: 1, noAnswer: 2 } as const;

export interface Answer {
  readonly text: string;
  /** What is not as it is meant. @default - nothing */
  readonly problems?: string;
  /** @default - no where there are problems, yes otherwise */
  readonly exitCode?: number;
}

type Options = NonNullable<ParseArgsConfig["options"]>;
type Words<T extends Options> = ReturnType<
  typeof parseArgs<{ options: T; allowPositionals: true; strict: true }>
>;

export interface Command<T extends Options> {
  readonly usage: string;
  readonly options: T;
  /** Most words beside options. @default 0 */
  readonly words?: number;
  answer(words: Words<T>): Answer | Promise<Answer>;
}

/** A command was called otherwise than it can be: the usage says how. */
export class Misuse extends Error {}

/**
 * Answers a call of `npm run <command>`: its text goes to stdout, and what is wrong, in sentences, to stderr. It exits
 * with 0 where all is well, with 1 where something is not as it is meant, and with 2 where there is no answer.
 */
export async function run<T extends Options>(command: Command<T>): Promise<void> {
  letReadersLeave();
  try {
    const { text, problems = "", exitCode } = await command.answer(words(command));
    if (text !== "") console.log(text);
    if (problems !== "") console.error(problems);
    process.exitCode = exitCode ?? (problems === "" ? exitCodes.yes : exitCodes.no);
  } catch (error) {
    console.error(isMistakeOfOurs(error) ? error : (error as Error).message);
    if (error instanceof Misuse) console.error(command.usage);
    process.exitCode = exitCodes.noAnswer;
  }
}

/** Nobody but who mends the program is helped by it, and they want to know where. */
const isMistakeOfOurs = (error: unknown): boolean =>
  !(error instanceof Error) || error instanceof TypeError || error instanceof ReferenceError;

function words<T extends Options>({ options, words: most = 0 }: Command<T>): Words<T> {
  const parsed = understood(options);
  const tooMany = parsed.positionals.slice(most);
  if (tooMany.length > 0)
    throw new Misuse(`Nothing is asked by ${tooMany.join(" ")}: names of several words take quotes.`);
  return parsed;
}

function understood<T extends Options>(options: T): Words<T> {
  try {
    return parseArgs({ options, allowPositionals: true, strict: true });
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    // Node.js goes on to say how such a word could be handed over, which leads nowhere here.
    throw new Misuse(text.replace(/\. To specify .*$/s, "."));
  }
}

/** The one of that name, such as an environment. */
export function named<T extends { readonly name: string }>(
  what: string,
  name: string | undefined,
  all: readonly T[],
): T {
  const found = all.find((one) => one.name === name);
  if (found) return found;
  const wanted = name === undefined ? `No ${what} named` : `There is no ${what} ${name}`;
  throw new Misuse(`${wanted}; allowed: ${all.map((one) => one.name).join(", ")}.`);
}
