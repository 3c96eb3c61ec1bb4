import { loadEnvironments } from "../../src/config/load";
import { buildEnvironment } from "../../src/stacks/environment";
import { type Synthesized, synthesize } from "./synthesize";

/** The shipped environments, synthesized. */
export function shippedStacks(): Synthesized[] {
  const environments = loadEnvironments("config");
  return [
    ...synthesize((app) => {
      for (const environment of environments) buildEnvironment(app, environment);
    }).values(),
  ];
}
