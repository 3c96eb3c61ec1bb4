import fs from "node:fs";
import path from "node:path";
import { synthesize } from "../../main";
import { synthesisFolder } from "../../src/config/cdktf-variables";
import { isHclOutput } from "../../src/config/hcl-output";
import { loadEnvironments } from "../../src/config/load";
import type { Environment } from "../../src/config/model";
import { type Call, findByName, type Options } from "../frame/command";
import { refuseWhileRunning } from "./running";
import { select, stacksOf } from "./selection";
import type { Stack } from "./stack";

export interface Synthesized {
  readonly environment: Environment;
  /** All stacks of the environment. */
  readonly stacks: readonly Stack[];
  /** Those that the call names. */
  readonly chosen: readonly Stack[];
  /** What is not proved. @default - nothing */
  readonly problems?: string;
}

/**
 * Synthesizes and proves the environment that a call names. What an earlier synthesis left is never taken: it may be of
 * another config, or was refused.
 *
 * @throws Error where Terraform is at work in the environment, or output would be HCL
 */
export function synthesized<O extends Options>({ positionals, progress }: Call<O>): Synthesized {
  const [name, ...words] = positionals;
  const all = loadEnvironments("config");
  const environment = findByName("environment", name, all);
  if (isHclOutput())
    throw new Error("HCL is not judged, and what is not judged is not applied: unset SYNTH_HCL_OUTPUT.");
  refuseWhileRunning(foldersOf(environment));
  const { problems } = synthesize(all, [environment], progress);
  const stacks = stacksOf(synthesisFolder(), environment.name);
  return {
    environment,
    stacks,
    chosen: select(stacks, environment.name, words),
    ...(problems && { problems }),
  };
}

function foldersOf({ name }: Environment): string[] {
  const stacks = path.join(synthesisFolder(), "stacks");
  if (!fs.existsSync(stacks)) return [];
  return fs
    .readdirSync(stacks)
    .filter((stack) => stack.startsWith(`${name}-`))
    .map((stack) => path.join(stacks, stack));
}
