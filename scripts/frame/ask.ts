import readline from "node:readline";

/**
 * Asks the user, or reads the answer from a pipe.
 *
 * @param signal ends the waiting, at Ctrl-C
 * @returns undefined if stdin ends without an answer
 */
export async function ask(question: string, signal: AbortSignal): Promise<string | undefined> {
  // Without a terminal, so that Ctrl-C remains a signal to this program.
  const lines = readline.createInterface({ input: process.stdin, terminal: false, signal });
  process.stderr.write(question);
  try {
    return await new Promise((resolve) => {
      lines.once("line", (line) => resolve(line.trim()));
      lines.once("close", () => resolve(undefined));
    });
  } finally {
    lines.close();
  }
}
