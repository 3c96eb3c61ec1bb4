/** Options of npm itself that a user's .npmrc may set. */
const ofNpm: readonly string[] = ["json"];

/**
 * Options that a user wrote without the `--` separator: npm consumes them, and passes them to the script as variables
 * only. Without this check, the script would write although `--check` was given, or would ignore a limit.
 *
 * @param script name of the npm script
 */
export const optionsTakenByNpm = (
  script: string,
  options: readonly string[],
  // biome-ignore lint/style/noProcessEnv: this room alone reads the environment
  variables: Readonly<Record<string, string | undefined>> = process.env,
): string[] =>
  variables.npm_lifecycle_event === script
    ? options.filter((name) => !ofNpm.includes(name) && variables[`npm_config_${name.replaceAll("-", "_")}`])
    : [];
