import { parseArgs } from "node:util";
import { type Command, didYouMean, type Options, UsageError, type Words } from "./command";

export const help = { type: "boolean", short: "h", about: "show this text" } as const;

/** @throws UsageError if an argument or option is unknown to the command */
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

/** Number of positional arguments in `ENVIRONMENT [SOURCE [TARGET]]`; no limit if one may be repeated. */
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
    // Node.js adds how to pass such an argument, which does not apply here.
    const text = (error as Error).message.replace(/\. To specify .*$/s, ".");
    const [, unknown] = /^Unknown option '(-[^']*)'/.exec(text) ?? [];
    const known = Object.keys({ ...options, help }).map((name) => `--${name}`);
    throw new UsageError(`${text.replace(/\.?$/, ".")}${didYouMean(unknown, known)}`);
  }
}
