import { letReadersLeave } from "../src/config/errors";

/** What a command found: its text, and what is wrong with what it judged. */
interface Found {
  readonly text: string;
  readonly problems: string;
}

/**
 * Prints what a command finds, or what is wrong in a sentence. Its exit code is 0 where all is well, 1 where something is
 * not as it is meant, and 2 where nothing could be judged.
 */
export async function printed(usage: string, command: () => Found | Promise<Found>): Promise<void> {
  letReadersLeave();
  try {
    const { text, problems } = await command();
    console.log(text);
    if (problems === "") return;
    console.error(problems);
    process.exitCode = 1;
  } catch (error) {
    console.error(sentence(error, usage));
    process.exitCode = 2;
  }
}

/** What is wrong, with how to call the command where that is it. */
export function sentence(error: unknown, usage: string): string {
  if (!(error instanceof Error)) return String(error);
  const isAboutArguments = "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS_");
  return isAboutArguments ? `${error.message.replace(/\. To specify .*$/s, "")}.\n${usage}` : error.message;
}
