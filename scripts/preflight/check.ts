import type { Aws, AwsCall } from "../aws/cli";
import type { Needs } from "./needs";

/** Result of a check. */
export interface Finding {
  /** `lacking`: the deployment would fail. `told`: it works, but the information is useful before. */
  readonly kind: "enough" | "lacking" | "told";
  readonly text: string;
  /** What to do about it. @default - nothing */
  readonly todo?: string;
}

export interface Looking {
  readonly aws: Aws;
  readonly needs: Needs;
}

/** One check of an account. */
export interface Check {
  readonly name: string;
  /** What fails without this check. */
  readonly reason: string;
  /** All its calls. They only read, and no secrets. */
  readonly reads: readonly AwsCall[];
  /** @returns an empty list if the environment needs nothing of this kind */
  look(looking: Looking): Promise<readonly Finding[]>;
}

export const read = (action: string, ...words: string[]): AwsCall => ({ action, words });

export const enough = (text: string): Finding => ({ kind: "enough", text });
export const lacking = (text: string, todo: string): Finding => ({ kind: "lacking", text, todo });
export const told = (text: string, todo: string): Finding => ({ kind: "told", text, todo });
