/** What a command found: its text, and what is wrong with what it judged. */
interface Found {
  readonly text: string;
  readonly problems: string;
}

/** Prints what a command finds, or what is wrong in a sentence; its exit code says whether all is well. */
export async function printed(command: () => Found | Promise<Found>): Promise<void> {
  try {
    const { text, problems } = await command();
    console.log(text);
    if (problems === "") return;
    console.error(problems);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
  }
  process.exitCode = 1;
}
