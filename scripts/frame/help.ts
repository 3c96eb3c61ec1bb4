import { type Command, exitCodes, type Options } from "./command";
import { fold } from "./terminal";
import { help } from "./words";

/** The command line of a call: `npm start`, `npm run explain -- dev`. */
export const callOf = ({ name }: Pick<Command, "name">, words: readonly string[] = []): string =>
  [
    ["start", "test"].includes(name) ? `npm ${name}` : `npm run ${name}`,
    ...(words.length > 0 ? ["--", ...words] : []),
  ].join(" ");

/** Usage of a command in one line. */
export function usage<O extends Options>(command: Command<O>): string {
  const words = [command.words, command.options && "[options]"].filter((word) => word !== undefined);
  return `Usage: ${callOf(command, words)}`;
}

/** Maximum line length of help on a wide terminal, or without one. */
export const widestHelp = 100;

/** Meaning of the exit code of a command that did not run. */
export const notAsked = "not run: a wrong argument, invalid config, or a missing file";

/**
 * The output of `--help`.
 *
 * @param width maximum line length
 */
export function helpOf<O extends Options>(command: Command<O>, width: number): string {
  const { held = "done", didNotHold, examples = [] } = command;
  const codes: [number, string | undefined][] = [
    [exitCodes.held, held],
    [exitCodes.didNotHold, didNotHold],
    [exitCodes.notAsked, command.notAsked === undefined ? notAsked : `${notAsked}; ${command.notAsked}`],
  ];
  return fold(
    [
      usage(command),
      "",
      command.summary,
      "",
      ...table(Object.entries({ ...command.options, help }).map(optionRow)),
      ...(examples.length > 0 ? ["", "Examples", ...examples.map((line) => `  ${line}`)] : []),
      "",
      "Exit codes",
      ...table(codes.flatMap(([code, meaning]) => (meaning ? [[String(code), meaning]] : []))),
    ].join("\n"),
    width,
  );
}

function optionRow([name, option]: [string, Options[string]]): [string, string] {
  const letter = option.short ? `-${option.short}, ` : "";
  const value = option.value === undefined ? "" : ` ${option.value}`;
  const { default: standard } = option;
  const shown = standard === undefined || Array.isArray(standard) ? "" : ` (default: ${standard})`;
  return [`${letter}--${name}${value}`, `${option.about}${shown}`];
}

function table(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
