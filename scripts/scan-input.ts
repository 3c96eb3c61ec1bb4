import fs from "node:fs";
import path from "node:path";
import { defineCommand } from "./frame/command";
import { outputFolder } from "./frame/options";
import { readManifest } from "./planned-stacks";

const target = "scan.out";

export const command = defineCommand({
  name: "scan-input",
  summary:
    "Writes the stacks to scan.out/ in a form that Checkov reads: without required_version, at which its parser gives up and says that nothing failed.",
  options: { out: outputFolder },
  examples: ["npm run scan-input && checkov"],
  held: "written",
  answer({ values }) {
    const { stacks } = readManifest(values.out);
    fs.rmSync(target, { recursive: true, force: true });
    for (const { name, synthesizedStackPath } of Object.values(stacks)) {
      const json = JSON.parse(fs.readFileSync(path.join(values.out, synthesizedStackPath), "utf8"));
      delete json.terraform.required_version;
      fs.mkdirSync(path.join(target, name), { recursive: true });
      fs.writeFileSync(path.join(target, name, "cdk.tf.json"), JSON.stringify(json, undefined, 2));
    }
    return {
      text: `${Object.keys(stacks).length} stacks in ${target}/<stack>: docs/scanners.md says how to scan them.`,
    };
  },
});
