import { indented } from "../../indented";

/** A cause of a failing connection outside of Terraform's configuration. */
export interface Cause {
  /** The cause, and why it has this symptom. */
  readonly what: string;
  /** Addresses of the resources involved. */
  readonly at?: readonly (string | undefined)[];
  /** Commands that show whether it is the cause. None of them prints a credential. */
  readonly run?: readonly (string | undefined)[];
}

/** A symptom that a client observes, with its possible causes on one path, the likeliest first. */
export interface Symptom {
  readonly name: string;
  readonly means: string;
  readonly causes: readonly Cause[];
}

/** A name, quoted for a shell if necessary. */
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
