import fs from "node:fs";
import path from "node:path";
import { buildEnvironment } from "../../../src/stacks/environment";
import { StateStack } from "../../../src/stacks/state-stack";
import { stateBuckets } from "../../../src/state/state-buckets";
import { synthesizeInto } from "../../support/synthesize";
import { environments, stateBucket } from "./cases";

/** Synthesizes all that has an accepted list, each into a folder below `outdir` that is named as its list. */
export function synthesizeCases(outdir: string): void {
  fs.mkdirSync(outdir, { recursive: true });
  for (const [name, environment] of environments)
    synthesizeInto(path.join(outdir, name), (app) => buildEnvironment(app, environment));
  synthesizeInto(path.join(outdir, stateBucket), (app) => {
    for (const bucket of stateBuckets([...environments.values()])) new StateStack(app, bucket);
  });
}
