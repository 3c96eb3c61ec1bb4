/** What a command found: its text, and what is wrong with what it judged. */
interface Found {
  readonly text: string;
  readonly problems: string;
}

/**
 * Prints what a command finds, or what is wrong in a sentence. Its exit code is 0 where all is well, 1 where something is
 * not as it is meant, and 2 where nothing could be judged.
 */
export async function printed(command: () => Found | Promise<Found>): Promise<void> {
  try {
    const { text, problems } = await command();
    console.log(text);
    if (problems === "") return;
    console.error(problems);
    process.exitCode = 1;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
  }
}
