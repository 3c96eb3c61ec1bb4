import { optionsTakenByNpm } from "../../src/config/npm-variables";
import { type Command, exitCodes, type Options, UsageError } from "./command";
import { messageForUser } from "./failures";
import { callOf, helpOf, usage, widestHelp } from "./help";
import { exitQuietlyWhenPipeCloses, fold, Progress, type Terminal, widthOf } from "./terminal";
import { wordsOf } from "./words";

/** Output streams of an answer. */
export interface Streams {
  readonly stdout: Terminal;
  readonly stderr: Terminal;
}

/** Answers the call with which this program was started. */
export async function run<O extends Options>(command: Command<O>): Promise<void> {
  const { stdout, stderr } = process;
  exitQuietlyWhenPipeCloses([stdout, stderr], (error) => {
    stderr.write(`${messageForUser(error)}\n`);
    process.exit(exitCodes.notAsked);
  });
  process.exitCode = await answer(command, process.argv.slice(2), { stdout, stderr });
}

/**
 * Answers a call of a command: text is written to stdout, problems to stderr, and the exit code is one of three for
 * every command.
 *
 * @returns the exit code
 */
export async function answer<O extends Options>(
  command: Command<O>,
  argv: readonly string[],
  { stdout, stderr }: Streams,
): Promise<number> {
  const progress = new Progress(stderr);
  const show = (text: string, stream: Terminal, width = widthOf(stream)) => {
    progress.clear();
    if (text !== "") stream.write(`${fold(text, width)}\n`);
  };
  try {
    if (asksForHelp(argv)) {
      show(helpOf(command, Math.min(widthOf(stdout), widestHelp)), stdout);
      return exitCodes.held;
    }
    refuseOptionsTakenByNpm(command);
    const call = { ...wordsOf(command, argv), progress, print: (text: string) => show(text, stdout) };
    const { text, problems = "", exitCode, isData } = await command.answer(call);
    show(text, stdout, isData ? Number.POSITIVE_INFINITY : undefined);
    show(problems, stderr);
    return exitCode ?? (problems === "" ? exitCodes.held : exitCodes.didNotHold);
  } catch (error) {
    show(messageForUser(error), stderr);
    if (error instanceof UsageError) show(`${usage(command)}\nSee --help.`, stderr);
    return exitCodes.notAsked;
  }
}

/** @throws UsageError if npm consumed an option of the caller */
function refuseOptionsTakenByNpm({ name, options = {} }: Command): void {
  const [taken] = optionsTakenByNpm(name, Object.keys(options));
  if (taken !== undefined)
    throw new UsageError(
      `npm read --${taken} as its own option. Write -- before arguments and options: ${callOf({ name }, [`--${taken}`])}`,
    );
}

/** Help is printed whatever other arguments are: a caller who asks for it does not know them. */
function asksForHelp(argv: readonly string[]): boolean {
  const end = argv.indexOf("--");
  return (end < 0 ? argv : argv.slice(0, end)).some((word) => word === "--help" || word === "-h");
}
