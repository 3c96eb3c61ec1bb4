import { type Command, exitCodes, Misuse, type Options } from "./command";
import { told } from "./failures";
import { helpOf, usage, widestHelp } from "./help";
import { fold, letReadersLeave, Progress, widthOf } from "./terminal";
import { wordsOf } from "./words";

/**
 * Answers a call of a command: its text goes to stdout, what does not hold goes to stderr, and the exit code is one of
 * three, whatever the command.
 */
export async function run<O extends Options>(
  command: Command<O>,
  argv: readonly string[] = process.argv.slice(2),
): Promise<void> {
  const { stdout, stderr } = process;
  letReadersLeave(stdout, stderr);
  const progress = new Progress(stderr);
  const show = (text: string, stream: NodeJS.WriteStream, width = widthOf(stream)) => {
    progress.clear();
    if (text !== "") stream.write(`${fold(text, width)}\n`);
  };
  try {
    if (asksForHelp(argv)) {
      show(helpOf(command, Math.min(widthOf(stdout), widestHelp)), stdout);
      return;
    }
    const call = { ...wordsOf(command, argv), progress, print: (text: string) => show(text, stdout) };
    const { text, problems = "", exitCode, isData } = await command.answer(call);
    show(text, stdout, isData ? Number.POSITIVE_INFINITY : undefined);
    show(problems, stderr);
    process.exitCode = exitCode ?? (problems === "" ? exitCodes.held : exitCodes.didNotHold);
  } catch (error) {
    show(told(error), stderr);
    if (error instanceof Misuse) show(`${usage(command)}\n--help says more.`, stderr);
    process.exitCode = exitCodes.notAsked;
  }
}

/** Help is given whatever else is written: a caller who asks for it does not know the rest. */
function asksForHelp(argv: readonly string[]): boolean {
  const end = argv.indexOf("--");
  return (end < 0 ? argv : argv.slice(0, end)).some((word) => word === "--help" || word === "-h");
}
