import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { loadEnvironments } from "../../src/config/load";
import type { Environment } from "../../src/config/model";
import { type Synthesized, stacksIn, synthesizeInto } from "./synthesize";

/** The stacks of environments by name. */
export const environmentStacks = (...environments: Environment[]): Map<string, Synthesized> =>
  stacksIn(outputFolder(...environments));

/** The stacks of the shipped environments. */
export const shippedStacks = (): Synthesized[] => [
  ...environmentStacks(...loadEnvironments("config")).values(),
];

/**
 * Output folder of environments, to be read alone. Whoever asks first in a run of Jest synthesizes it, and all suites read
 * that: most of them then load neither CDKTF nor a provider.
 */
export function outputFolder(...environments: Environment[]): string {
  const shared = process.env.SYNTHESIZED_FOLDER as string;
  const folder = path.join(
    shared,
    createHash("sha256").update(JSON.stringify(environments)).digest("hex").slice(0, 16),
  );
  if (!fs.existsSync(folder)) publish(make(shared, environments), folder);
  return folder;
}

function make(shared: string, environments: readonly Environment[]): string {
  const { buildEnvironment } =
    require("../../src/stacks/environment") as typeof import("../../src/stacks/environment");
  const made = fs.mkdtempSync(path.join(shared, "unfinished-"));
  synthesizeInto(made, (app) => {
    for (const environment of environments) buildEnvironment(app, environment);
  });
  return made;
}

/** In one step, so that nobody reads half of it. Of two that made the same, one is kept. */
function publish(made: string, folder: string): void {
  try {
    fs.renameSync(made, folder);
  } catch (error) {
    if (!fs.existsSync(folder)) throw error;
    fs.rmSync(made, { recursive: true });
  }
}
