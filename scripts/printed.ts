/** Prints what a command finds, or what is wrong in a sentence; its exit code says whether all is well. */
export function printed(command: () => { readonly text: string; readonly problems: string }): void {
  try {
    const { text, problems } = command();
    console.log(text);
    if (problems === "") return;
    console.error(problems);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
  }
  process.exitCode = 1;
}
