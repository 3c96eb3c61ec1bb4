import { createHash } from "node:crypto";
import { loadEnvironments } from "../../src/config/load";
import type { Environment } from "../../src/config/model";
import { filledOnce } from "./once";
import { type Synthesized, stacksIn, synthesizeInto } from "./synthesize";

/** The stacks of environments by name. */
export const environmentStacks = (...environments: Environment[]): Map<string, Synthesized> =>
  stacksIn(outputFolder(...environments));

/** The stacks of the shipped environments. */
export const shippedStacks = (): Synthesized[] => [
  ...environmentStacks(...loadEnvironments("config")).values(),
];

/**
 * Output folder of environments, to be read alone. It is synthesized once per run: most test files then load neither CDKTF
 * nor a provider.
 */
export function outputFolder(...environments: Environment[]): string {
  const content = createHash("sha256").update(JSON.stringify(environments)).digest("hex").slice(0, 16);
  return filledOnce(`output-${content}`, (folder) => {
    const { buildEnvironment } =
      require("../../src/stacks/environment") as typeof import("../../src/stacks/environment");
    synthesizeInto(folder, (app) => {
      for (const environment of environments) buildEnvironment(app, environment);
    });
  });
}
