/** What was found of one part of an organization. */
export interface Finding {
  /** What is right, or was repaired, in sentences. @default - nothing */
  readonly text?: readonly string[];
  /** Commands that a shell runs in this order. @default - none */
  readonly commands?: readonly string[];
  /** What is left to do. @default - nothing */
  readonly problems?: readonly string[];
}

export const merge = (findings: readonly Finding[]): Required<Finding> => ({
  text: findings.flatMap(({ text = [] }) => text),
  commands: findings.flatMap(({ commands = [] }) => commands),
  problems: findings.flatMap(({ problems = [] }) => problems),
});

/** What is printed: sentences, or where there are commands a script, in which sentences are comments. */
export const printed = ({ text, commands }: Required<Finding>): string =>
  [...(commands.length > 0 ? text.map((line) => `# ${line}`) : text), ...commands].join("\n");
