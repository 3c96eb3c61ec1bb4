import fs from "node:fs";
import path from "node:path";
import { defineCommand } from "./frame/command";
import { outputFolder } from "./frame/options";
import { readStack, stackFile, writtenStacks } from "./output-folder";

const target = "scan.out";

export const command = defineCommand({
  name: "scan-input",
  summary:
    "Writes the stacks to scan.out/ in a form that Checkov reads: without required_version, where its parser stops and reports no failures.",
  options: { out: outputFolder },
  examples: ["npm run scan-input && checkov"],
  held: "written",
  answer({ values }) {
    const stacks = writtenStacks(values.out);
    fs.rmSync(target, { recursive: true, force: true });
    for (const { name, file } of stacks) {
      const { terraform, ...others } = readStack(file);
      const json = { ...others, terraform: { ...terraform, required_version: undefined } };
      fs.mkdirSync(path.join(target, name), { recursive: true });
      fs.writeFileSync(stackFile(path.join(target, name)), JSON.stringify(json, undefined, 2));
    }
    return {
      text: `${stacks.length} stacks in ${target}/<stack>: docs/scanners.md says how to scan them.`,
    };
  },
});
