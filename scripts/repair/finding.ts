/** Result for one part of an organization. */
export interface Finding {
  /** What is correct, or was repaired, in sentences. @default - nothing */
  readonly text?: readonly string[];
  /** Shell commands, in this order. @default - none */
  readonly commands?: readonly string[];
  /** What remains to be done. @default - nothing */
  readonly problems?: readonly string[];
}

export const merge = (findings: readonly Finding[]): Required<Finding> => ({
  text: findings.flatMap(({ text = [] }) => text),
  commands: findings.flatMap(({ commands = [] }) => commands),
  problems: findings.flatMap(({ problems = [] }) => problems),
});

/** Output: sentences or, if there are commands, a script with the sentences as comments. */
export const printed = ({ text, commands }: Required<Finding>): string =>
  [...(commands.length > 0 ? text.map((line) => `# ${line}`) : text), ...commands].join("\n");
