import { App } from "cdktf";
import { loadEnvironments } from "./src/config/load";
import { buildEnvironment } from "./src/stacks/environment";

const app = new App();
for (const environment of loadEnvironments("config")) buildEnvironment(app, environment);
app.synth();
