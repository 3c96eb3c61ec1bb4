import { App } from "cdktf";
import { refuseWhileRunning } from "./scripts/deployment/running";
import type { Answer } from "./scripts/frame/command";
import type { Progress } from "./scripts/frame/terminal";
import { checkHclOutput } from "./src/config/hcl-output";
import type { Environment } from "./src/config/model";
import { buildEnvironment } from "./src/stacks/environment";
import { OutputFolder } from "./src/stacks/output-folder";
import { proof } from "./src/stacks/proof";
import { summary } from "./src/stacks/summary";

/**
 * Synthesizes stacks from config, and checks the proof of the output.
 *
 * @param all every environment of config
 * @param asked environments to synthesize; the output of all others stays unchanged
 */
export function synthesize(
  all: readonly Environment[],
  asked: readonly Environment[],
  progress: Progress,
): Answer {
  checkHclOutput();
  const app = new App();
  refuseWhileRunning(
    app.outdir,
    asked.map(({ name }) => name),
  );
  for (const environment of asked) {
    progress.step(`Building ${environment.name}`);
    buildEnvironment(app, environment);
  }
  progress.step(`Writing ${app.outdir}`);
  new OutputFolder(app, all, asked).write();
  progress.step(`Proving ${asked.map(({ name }) => name).join(", ")}`);
  const { matrices, problems } = proof(app, asked, all);
  return { text: `${summary(app, asked)}\n\n${matrices}`, problems };
}
