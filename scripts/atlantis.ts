// Writes atlantis.yaml for the synthesized stacks; with --check, says whether it is what it should be. Run by `npm run atlantis`.
import fs from "node:fs";
import { parseArgs } from "node:util";
import { repoConfig } from "../src/atlantis/repo-config";
import { Rooms } from "../src/atlantis/rooms";
import { plannedStacks } from "./planned-stacks";
import { printed } from "./printed";

const file = "atlantis.yaml";

printed("Usage: npm run atlantis [-- --check]", () => {
  const { check } = parseArgs({ options: { check: { type: "boolean", default: false } } }).values;
  const text = repoConfig({
    stacks: plannedStacks("cdktf.out"),
    rooms: new Rooms(process.cwd()),
    terraformVersion: fs.readFileSync(".terraform-version", "utf8").trim(),
  });
  if (!check) fs.writeFileSync(file, text);
  const isCurrent = fs.existsSync(file) && fs.readFileSync(file, "utf8") === text;
  return isCurrent
    ? { text: `${file} has a project for every stack that Atlantis can plan.`, problems: "" }
    : { text: "", problems: `${file} does not fit the stacks: run npm run atlantis and commit it.` };
});
