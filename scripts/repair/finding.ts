/** What was found of one part of an organization, in sentences. */
export interface Finding {
  /** What is right, or was repaired. @default - nothing */
  readonly text?: readonly string[];
  /** What is left to do. @default - nothing */
  readonly problems?: readonly string[];
}

export const merge = (findings: readonly Finding[]): Required<Finding> => ({
  text: findings.flatMap(({ text = [] }) => text),
  problems: findings.flatMap(({ problems = [] }) => problems),
});
