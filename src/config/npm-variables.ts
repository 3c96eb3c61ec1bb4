/** Options of npm itself, which a user's .npmrc may set. */
const ofNpm: readonly string[] = ["json"];

/**
 * Options that stand before `--`, or without it: npm takes them for its own settings and tells the script by variables
 * alone. A script that went by its words would write where it was to check, or leave out a limit.
 *
 * @param script name of the script that npm runs
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
