import { InputError } from "./errors";
import { show } from "./problem";

/**
 * Stacks of cdktf 0.21 accept 1 for true, and its App does not: with 1 they would write HCL into files with a JSON
 * suffix.
 *
 * @throws InputError for any other value than `true`, `false` or an empty one
 */
export function checkHclOutput(): void {
  const value = hclOutput();
  if (value !== undefined && !["true", "false", ""].includes(value))
    throw new InputError(
      `SYNTH_HCL_OUTPUT is ${show(value)}. Allowed: true (HCL, which is not judged) and false (JSON, the default).`,
    );
}

/** Whether synthesis writes HCL, which the proof cannot read. */
export const isHclOutput = (): boolean => hclOutput() === "true";

// biome-ignore lint/style/noProcessEnv: cdktf has no other switch, and this room alone reads the environment
const hclOutput = (): string | undefined => process.env.SYNTH_HCL_OUTPUT;
