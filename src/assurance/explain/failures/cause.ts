import { indented } from "../hop";

/** Something that makes a connection fail which nothing in Terraform forbids. */
export interface Cause {
  /** What is wrong then, and why that looks as it does. */
  readonly what: string;
  /** Addresses of what is involved. */
  readonly at?: readonly (string | undefined)[];
  /** Commands that tell whether it is so. None of them shows a credential. */
  readonly run?: readonly (string | undefined)[];
}

/** What a client observes, with the causes on one path, the likeliest first. */
export interface Symptom {
  readonly name: string;
  readonly means: string;
  readonly causes: readonly Cause[];
}

/** A name as a shell takes it. */
export const quoted = (name: string): string => (/^[\w/.:-]+$/.test(name) ? name : `'${name}'`);

export const symptomLines = ({ name, means, causes }: Symptom): string[] =>
  causes.length === 0 ? [] : ["", `${name}: ${means}`, ...causeLines(causes)];

export const causeLines = (causes: readonly Cause[]): string[] =>
  causes.flatMap(({ what, at = [], run = [] }, index) =>
    indented([
      `${index + 1}. ${what}`,
      ...at.filter((address) => address !== undefined).map((address) => `   at ${address}`),
      ...run.filter((command) => command !== undefined).map((command) => `   $ ${command}`),
    ]),
  );
