import { parseArgs } from "node:util";
import { type Command, didYouMean, type Options, UsageError, type Words } from "./command";

export const help = { type: "boolean", short: "h", about: "show this text" } as const;

/** @throws UsageError where a word or an option is not one of the command's */
export function wordsOf<O extends Options>(command: Command<O>, argv: readonly string[]): Words<O> {
  const parsed = parseOptions(command, argv);
  const most = mostWords(command.words);
  const tooMany = parsed.positionals.slice(most);
  if (tooMany.length > 0) {
    const options = Object.keys({ ...command.options, help }).map((name) => `--${name}`);
    const takes = most === 0 ? "no arguments" : `at most ${most} arguments`;
    throw new UsageError(
      `${command.name} takes ${takes}; found ${tooMany.join(" ")}.${didYouMean(`--${tooMany[0]}`, options)}`,
    );
  }
  return parsed;
}

/** Names in `ENVIRONMENT [SOURCE [TARGET]]`; no limit where one may be repeated. */
export const mostWords = (words = ""): number =>
  words.includes("...") ? Number.POSITIVE_INFINITY : (words.match(/\w+/g) ?? []).length;

function parseOptions<O extends Options>({ options }: Command<O>, argv: readonly string[]): Words<O> {
  try {
    return parseArgs({
      args: [...argv],
      options: (options ?? {}) as O,
      allowPositionals: true,
      strict: true,
    });
  } catch (error) {
    // Node.js goes on to say how such a word could be handed over, which leads nowhere here.
    const text = (error as Error).message.replace(/\. To specify .*$/s, ".");
    const [, unknown] = /^Unknown option '(-[^']*)'/.exec(text) ?? [];
    const known = Object.keys({ ...options, help }).map((name) => `--${name}`);
    throw new UsageError(`${text.replace(/\.?$/, ".")}${didYouMean(unknown, known)}`);
  }
}
