import fs from "node:fs";
import path from "node:path";
import { loadEnvironments } from "../src/config/load";
import { refuseOtherConfig } from "../src/stacks/config-digest";
import { guide } from "../src/stacks/intent";
import { AwsCli } from "./aws/cli";
import { select, stacksOf } from "./deployment/selection";
import type { Stack } from "./deployment/stack";
import { defineCommand, findByName, UsageError } from "./frame/command";
import { outputFolder } from "./frame/options";
import { Finder, type Found } from "./import/finder";
import { SynthesizedStacks, type TaggedResource } from "./import/synthesized";

export const command = defineCommand({
  name: "import",
  summary:
    "Finds the existing resources of stacks whose states are lost or incomplete, by the synthesized names and tags, and writes imports.tf.json into the folder of each stack: its next plan imports what exists, and creates the rest. It calls the AWS CLI with the caller's credentials, and changes nothing.",
  words: "ENVIRONMENT STACK ...",
  options: { out: outputFolder },
  examples: ["npm run import -- dev network", "npm run import -- dev 'org-*'"],
  held: "written",
  async answer({ positionals: [name, ...words], values: { out }, progress }) {
    const environment = findByName("environment", name, loadEnvironments("config"));
    if (words.length === 0) throw new UsageError("No stack named.");
    refuseOtherConfig(out, [environment], guide.synthesize);
    const chosen = select(stacksOf(out, environment.name), environment.name, words);
    const stacks = new SynthesizedStacks(out);
    const aws = new AwsCli({ region: environment.region });
    const finder = new Finder(stacks, environment, aws);
    const texts: string[] = [];
    for (const stack of chosen) {
      progress.step(`Looking for the resources of ${stack.name}`);
      const found = await finder.find(stack.name);
      write(stack, found);
      texts.push(summary(stack, found), nextSteps(stack, stacks.resources(stack.name), found));
    }
    return { text: texts.join("\n") };
  },
});

const importsOf = ({ folder }: Stack): string => path.join(folder, "imports.tf.json");

function write(stack: Stack, { ids }: Found): void {
  const imports = [...ids].map(([to, id]) => ({ to, id }));
  fs.writeFileSync(importsOf(stack), `${JSON.stringify({ import: imports }, null, 2)}\n`);
}

const summary = ({ name }: Stack, { ids, made }: Found): string =>
  [
    `${name}: ${ids.size} to import, ${made.size} to create`,
    ...[...made].map(([address, why]) => `  ${address}  ${why}`),
  ].join("\n");

/** The commands that import the found resources. */
function nextSteps(stack: Stack, resources: readonly TaggedResource[], { ids }: Found): string {
  const terraform = `terraform -chdir=${stack.folder}`;
  const instances = resources.filter(({ type, address }) => type === "aws_db_instance" && ids.has(address));
  return [
    `${terraform} init`,
    ...instances.flatMap((instance) => mended(terraform, instance, ids.get(instance.address))),
    `${terraform} apply`,
    `rm ${importsOf(stack)}`,
  ]
    .map((command) => `  ${command}`)
    .join("\n");
}

/**
 * An instance is imported first, and arguments that AWS does not return are added to its state: the provider would take
 * the running minor version for the configured one, and would let RDS manage a password that RDS manages already.
 */
function mended(
  terraform: string,
  { address, values: { engine_version: version } }: TaggedResource,
  id = "",
): string[] {
  const known = `{engine_version: "${version}", manage_master_user_password: true, master_user_secret_kms_key_id: .master_user_secret[0].kms_key_id}`;
  const instance = `.resources[] | select(.type == "aws_db_instance") | .instances[].attributes`;
  return [
    `${terraform} import ${address} ${id}`,
    `${terraform} state pull > pulled.json`,
    `jq '.serial += 1 | (${instance}) |= (. + ${known})' pulled.json > mended.json`,
    `${terraform} state push "$PWD/mended.json"`,
  ];
}
