import { App } from "cdktf";
import { letReadersLeave, told } from "./src/config/errors";
import { checkHclOutput } from "./src/config/hcl-output";
import { loadEnvironments } from "./src/config/load";
import { buildEnvironment } from "./src/stacks/environment";
import { clearOutputFolder } from "./src/stacks/output-folder";
import { proof } from "./src/stacks/proof";
import { summary } from "./src/stacks/summary";

letReadersLeave();
try {
  checkHclOutput();
  const environments = loadEnvironments("config");
  const app = new App();
  for (const environment of environments) buildEnvironment(app, environment);
  clearOutputFolder(
    app.outdir,
    app.node.children.map(({ node }) => node.id),
  );
  app.synth();
  console.log(summary(app, environments));
  const { matrices, problems } = proof(app, environments);
  console.log(`\n${matrices}`);
  if (problems !== "") {
    console.error(problems);
    process.exitCode = 1;
  }
} catch (error) {
  const message = told(error);
  if (message === undefined) throw error;
  console.error(message);
  process.exitCode = 1;
}
