import fs from "node:fs";
import path from "node:path";
import type { Environment } from "../../../src/config/model";
import { faultsIn, type Kind, Switch, wrapFunctions } from "./switch";
import { type WrongValue, wrongValues } from "./values";

/**
 * Synthesizes and proves the environments once per fault, in a Node.js of its own: `node run.js CONFIG OUT SHARE TURN`,
 * where SHARE is 1 for every fault, 10 for each tenth, and TURN says which tenth. Tells an outcome per line. Functions are
 * replaced while modules are loaded, which Jest's workers do once for all tests.
 */
const [config = "", outdir = "", share = "1", turn = "0"] = process.argv.slice(2);
const src = path.resolve(__dirname, "../../../src");
const faults = new Switch();
wrapFunctions(src, faults);

const { App } = require("cdktf") as typeof import("cdktf");
const { loadEnvironments } = require("../../../src/config/load") as typeof import("../../../src/config/load");
const { buildEnvironment } =
  require("../../../src/stacks/environment") as typeof import("../../../src/stacks/environment");
const { proof } = require("../../../src/stacks/proof") as typeof import("../../../src/stacks/proof");

export interface Outcome {
  /** File and function, such as `config/names.ts credentialsSecretName`, or a value of config. */
  readonly of: string;
  readonly kind: Kind | WrongValue["kind"];
  /** Whether the fault is there while config is read and checked, or only after that. */
  readonly since: "config" | "synthesis";
  /** Whether the same was synthesized, config or a construct refused, or the proof did. */
  readonly end: "nothing changed" | "config" | "construct" | "proof" | "survived";
  readonly words: string;
}

interface Answer {
  /** What was written. */
  readonly files: string;
  readonly problems: string;
}

function answer(environments: readonly Environment[]): Answer {
  fs.rmSync(outdir, { recursive: true, force: true });
  const app = new App({ outdir });
  for (const environment of environments) buildEnvironment(app, environment);
  app.synth();
  const stacks = fs.readdirSync(path.join(outdir, "stacks")).sort();
  const texts = stacks.map((name) =>
    fs.readFileSync(path.join(outdir, "stacks", name, "cdk.tf.json"), "utf8"),
  );
  return { files: JSON.stringify([stacks, texts]), problems: proof(app, environments).problems };
}

function outcome(work: () => Answer, clean: string): Pick<Outcome, "end" | "words"> {
  try {
    const { files, problems } = work();
    if (problems !== "") return { end: "proof", words: problems };
    return { end: files === clean ? "nothing changed" : "survived", words: "" };
  } catch (error) {
    const { name, message } = error as Error;
    return { end: name === "ConfigError" ? "config" : "construct", words: message };
  }
}

const shareOf = <T>(all: readonly T[]): T[] =>
  all.filter((_, index) => index % Number(share) === Number(turn) % Number(share));

const environments = loadEnvironments(config);
const clean = answer(environments);
if (clean.problems !== "") throw new Error(`Without a fault: ${clean.problems}`);
const alone = new Map<Environment, string>();
/** What is synthesized for one of the environments. */
const cleanOf = (name: string): string => {
  const environment = environments.find((one) => one.name === name) as Environment;
  const known = alone.get(environment) ?? answer([environment]).files;
  alone.set(environment, known);
  return known;
};

const ofFunctions = faultsIn(faults).flatMap(([of, kind]) => [
  { of, kind, since: "config" as const, work: () => answer(loadEnvironments(config)) },
  { of, kind, since: "synthesis" as const, work: () => answer(environments) },
]);
const ofValues = wrongValues(environments);
const tell = (one: Outcome): unknown => process.stdout.write(`${JSON.stringify(one)}\n`);

for (const { of, kind, environment } of shareOf(ofValues))
  tell({
    of: `${environment.name}: ${of}`,
    kind,
    since: "synthesis",
    ...outcome(() => answer([environment]), cleanOf(environment.name)),
  });
for (const { of, kind, since, work } of shareOf(ofFunctions))
  tell({ of, kind, since, ...outcome(() => faults.during(of, kind, work), clean.files) });
fs.rmSync(outdir, { recursive: true, force: true });
