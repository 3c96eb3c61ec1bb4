import fs from "node:fs";
import { synthesize } from "../main";
import { repoConfig } from "../src/atlantis/repo-config";
import { SourceFolders } from "../src/atlantis/source-folders";
import { loadEnvironments } from "../src/config/load";
import { defineCommand } from "./frame/command";
import { plannedStacks } from "./planned-stacks";

const file = "atlantis.yaml";

export const command = defineCommand({
  name: "atlantis",
  summary: "Synthesizes and proves every environment, and writes atlantis.yaml for its stacks.",
  options: {
    check: { type: "boolean", about: "write nothing: check whether atlantis.yaml matches the stacks" },
  },
  held: "atlantis.yaml matches the stacks, and they are proved",
  didNotHold: "it does not match, or the stacks are not proved: stderr says which",
  async answer({ values, progress, print }) {
    const all = loadEnvironments("config");
    const { text: stacks, problems } = synthesize(all, all, progress);
    print(stacks);
    if (problems) return { text: "", problems };
    const text = repoConfig({
      stacks: plannedStacks("cdktf.out"),
      folders: new SourceFolders(process.cwd()),
      terraformVersion: fs.readFileSync(".terraform-version", "utf8").trim(),
    });
    if (!values.check) fs.writeFileSync(file, text);
    const isCurrent = fs.existsSync(file) && fs.readFileSync(file, "utf8") === text;
    return isCurrent
      ? { text: `${file} has a project for every stack that Atlantis can plan.` }
      : { text: "", problems: `${file} does not match the stacks: run npm run atlantis and commit it.` };
  },
});
