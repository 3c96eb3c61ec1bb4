import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { plannedStacks } from "../../../scripts/planned-stacks";
import type { PlannedStack } from "../../../src/atlantis/stack";
import { loadEnvironments } from "../../../src/config/load";
import type { buildEnvironment } from "../../../src/stacks/environment";
import { outputFolder } from "../../support/environments";
import { contentsIn } from "../../support/files";
import { synthesizeInto } from "../../support/synthesize";

/** What a synthesis of a config folder writes: text of each stack's files, and what Atlantis has to know of the stacks. */
export interface Output {
  readonly texts: ReadonlyMap<string, string>;
  readonly stacks: readonly PlannedStack[];
}

/** Synthesizes every environment under `folder`, by itself: a change of one leaves the others as they were made before. */
export const synthesizeConfig = (folder: string): Output =>
  together(loadEnvironments(folder).map((environment) => outputOf(outputFolder(environment))));

/** The same with a changed project. */
export function synthesizeChanged(folder: string, build: typeof buildEnvironment): Output {
  const outdir = fs.mkdtempSync(path.join(os.tmpdir(), "synth-"));
  try {
    synthesizeInto(outdir, (app) => {
      for (const environment of loadEnvironments(folder)) build(app, environment);
    });
    return outputOf(outdir);
  } finally {
    fs.rmSync(outdir, { recursive: true });
  }
}

function outputOf(outdir: string): Output {
  const stacks = plannedStacks(outdir);
  return {
    texts: new Map(stacks.map(({ name }) => [name, textOf(path.join(outdir, "stacks", name))])),
    stacks,
  };
}

const together = (outputs: readonly Output[]): Output => ({
  texts: new Map(outputs.flatMap(({ texts }) => [...texts])),
  stacks: outputs.flatMap(({ stacks }) => stacks),
});

/** All files of a folder as one text. */
const textOf = (folder: string): string =>
  [...contentsIn(folder, "latin1")].map(([file, text]) => `${file}\n${text}`).join("\n");

/** Names of stacks that are not the same in both, those that only one has among them. */
export const changed = (before: Output, after: Output): string[] =>
  [...new Set([...before.texts.keys(), ...after.texts.keys()])]
    .filter((name) => before.texts.get(name) !== after.texts.get(name))
    .sort();

/** A copy of config/ in which every environment keeps its state in S3, as those that Atlantis plans do. */
export class ConfigCopy {
  readonly path = fs.mkdtempSync(path.join(os.tmpdir(), "config-"));

  constructor() {
    fs.cpSync("config", this.path, { recursive: true });
    this.edit("dev/environment.yaml", (text) =>
      text.replace(/^ {2}backend: local.*$/m, "  backend: s3\n  bucket: example-terraform-state-dev"),
    );
  }

  edit(file: string, change: (text: string) => string): void {
    const target = path.join(this.path, file);
    const before = fs.existsSync(target) ? fs.readFileSync(target, "utf8") : "";
    const after = change(before);
    if (after === before) throw new Error(`The change of ${file} changes nothing.`);
    fs.writeFileSync(target, after);
  }

  dispose(): void {
    fs.rmSync(this.path, { recursive: true });
  }
}
