import type { Aws, AwsCall } from "../aws/cli";
import type { Needs } from "./needs";

/** What a check found. */
export interface Finding {
  /** `lacking`: the deployment would fail. `told`: it works, and something is better known before. */
  readonly kind: "enough" | "lacking" | "told";
  readonly text: string;
  /** What to do about it. @default - nothing */
  readonly todo?: string;
}

export interface Looking {
  readonly aws: Aws;
  readonly needs: Needs;
}

/** One look at an account. */
export interface Check {
  readonly name: string;
  /** What goes wrong where this is not looked at. */
  readonly reason: string;
  /** All calls that it makes. They read, and read no secret. */
  readonly reads: readonly AwsCall[];
  /** @returns nothing where the environment needs nothing of the kind */
  look(looking: Looking): Promise<readonly Finding[]>;
}

export const read = (action: string, ...words: string[]): AwsCall => ({ action, words });

export const enough = (text: string): Finding => ({ kind: "enough", text });
export const lacking = (text: string, todo: string): Finding => ({ kind: "lacking", text, todo });
export const told = (text: string, todo: string): Finding => ({ kind: "told", text, todo });
