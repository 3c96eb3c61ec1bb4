import fs from "node:fs";
import path from "node:path";
import { loadEnvironments } from "../src/config/load";
import { select, stacksOf } from "./deployment/selection";
import type { Stack } from "./deployment/stack";
import { defineCommand, findByName, UsageError } from "./frame/command";
import { outputFolder } from "./frame/options";
import { Finder, type Found } from "./import/finder";
import { SynthesizedStacks } from "./import/synthesized";

export const command = defineCommand({
  name: "import",
  summary:
    "Finds what AWS has of stacks whose states are lost, or lack something, by the names and tags that were synthesized, and writes imports.tf.json into the folder of each: its next plan takes over what is there, and makes the rest. It calls the AWS CLI with the caller's credentials, and changes nothing.",
  words: "ENVIRONMENT STACK ...",
  options: { out: outputFolder },
  examples: ["npm run import -- dev network", "npm run import -- dev 'org-*'"],
  held: "written",
  async answer({ positionals: [name, ...words], values: { out }, progress }) {
    const environment = findByName("environment", name, loadEnvironments("config"));
    if (words.length === 0) throw new UsageError("No stack named.");
    const chosen = select(stacksOf(out, environment.name), environment.name, words);
    const finder = new Finder(new SynthesizedStacks(out), environment);
    const texts: string[] = [];
    for (const stack of chosen) {
      progress.step(`Looking for what AWS has of ${stack.name}`);
      texts.push(written(stack, await finder.find(stack.name)));
    }
    return { text: texts.join("\n\n") };
  },
});

/** Writes the imports of a stack. @returns what was found, and how to go on */
function written({ name, folder }: Stack, { ids, made }: Found): string {
  const file = path.join(folder, "imports.tf.json");
  const imports = [...ids].map(([to, id]) => ({ to, id }));
  fs.writeFileSync(file, `${JSON.stringify({ import: imports }, null, 2)}\n`);
  return [
    `${name}: ${ids.size} found, ${made.size} to be made`,
    ...[...made].map(([address, why]) => `  ${address}  ${why}`),
    `  terraform -chdir=${folder} init`,
    `  terraform -chdir=${folder} apply`,
    `  rm ${file}`,
  ].join("\n");
}
