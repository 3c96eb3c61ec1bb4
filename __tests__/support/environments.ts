import { createHash } from "node:crypto";
import type { App } from "cdktf";
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
export const outputFolder = (...environments: Environment[]): string =>
  synthesizedOnce("output", environments, (app) => {
    const { buildEnvironment } =
      require("../../src/stacks/environment") as typeof import("../../src/stacks/environment");
    for (const environment of environments) buildEnvironment(app, environment);
  });

/**
 * Output folder of what `build` adds to an app, synthesized once per run.
 *
 * @param kind what is built of the environments
 */
export function synthesizedOnce(
  kind: string,
  environments: readonly Environment[],
  build: (app: App) => void,
): string {
  const content = createHash("sha256").update(JSON.stringify(environments)).digest("hex").slice(0, 16);
  return filledOnce(`${kind}-${content}`, (folder) => synthesizeInto(folder, build));
}
