import { synthesize } from "../../main";
import { synthesisFolder } from "../../src/config/cdktf-variables";
import { isHclOutput } from "../../src/config/hcl-output";
import { loadEnvironments } from "../../src/config/load";
import type { Environment } from "../../src/config/model";
import { type Call, findByName, type Options } from "../frame/command";
import { refuseForgotten, refuseLeftBehind } from "./left-behind";
import { claim } from "./running";
import { select, stacksOf } from "./selection";
import type { Stack } from "./stack";

export interface Synthesized {
  readonly environment: Environment;
  /** All stacks of the environment. */
  readonly stacks: readonly Stack[];
  /** Problems of the proof. @default - none */
  readonly problems?: string;
}

export interface Chosen extends Synthesized {
  /** The stacks that the call names. */
  readonly chosen: readonly Stack[];
}

/**
 * Synthesizes and proves the environment of a call. Earlier output is never used: it may be of another config, or was
 * refused.
 *
 * @throws Error if another command works on it, or the output would be HCL
 */
export const synthesized = <O extends Options>(call: Call<O>): Synthesized =>
  synthesizeNamed(named(call), call);

/** The same for work that changes stacks, with a lock against other commands. */
export async function synthesizedAlone<O extends Options, T>(
  call: Call<O>,
  work: (synthesized: Chosen) => Promise<T>,
): Promise<T> {
  const all = await namedNow(call);
  const release = claim(synthesisFolder(), all.environment.name);
  try {
    const made = synthesizeNamed(all, call);
    await refuseLeftBehind(all.environment, made.stacks, all.words);
    return await work({ ...made, chosen: select(made.stacks, all.environment.name, all.words) });
  } finally {
    release();
  }
}

interface Named {
  readonly all: readonly Environment[];
  readonly environment: Environment;
  /** Arguments that name stacks. */
  readonly words: readonly string[];
}

function named<O extends Options>({ positionals: [name, ...words] }: Call<O>): Named {
  const all = loadEnvironments("config");
  return { all, words, environment: findByName("environment", name, all) };
}

/** @throws UsageError if config no longer contains the environment, and states still do */
async function namedNow<O extends Options>(call: Call<O>): Promise<Named> {
  try {
    return named(call);
  } catch (error) {
    const [name] = call.positionals;
    if (name !== undefined) await refuseForgotten(name);
    throw error;
  }
}

function synthesizeNamed<O extends Options>({ all, environment }: Named, { progress }: Call<O>): Synthesized {
  if (isHclOutput())
    throw new Error("HCL output is not judged, and only judged stacks are applied: unset SYNTH_HCL_OUTPUT.");
  const { problems } = synthesize(all, [environment], progress);
  const stacks = stacksOf(synthesisFolder(), environment.name);
  return { environment, stacks, ...(problems && { problems }) };
}
