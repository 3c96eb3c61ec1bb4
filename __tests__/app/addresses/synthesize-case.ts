import { buildEnvironment } from "../../../src/stacks/environment";
import { StateStack } from "../../../src/stacks/state-stack";
import { stateBuckets } from "../../../src/state/state-buckets";
import { type Synthesized, synthesize } from "../../support/synthesize";
import { environments } from "./cases";

/** Synthesizes what an accepted list is of, by its name. */
export function synthesizeCase(name: string): Synthesized[] {
  const environment = environments.get(name);
  const stacks = synthesize((app) => {
    if (environment) buildEnvironment(app, environment);
    else for (const bucket of stateBuckets([...environments.values()])) new StateStack(app, bucket);
  });
  return [...stacks.values()];
}
