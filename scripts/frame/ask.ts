import readline from "node:readline";

/**
 * Asks a person, or what is piped in.
 *
 * @param signal ends the waiting, as Ctrl-C does
 * @returns undefined where stdin ends without an answer
 */
export async function ask(question: string, signal: AbortSignal): Promise<string | undefined> {
  // Without a terminal of its own: Ctrl-C stays a signal to this program.
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
