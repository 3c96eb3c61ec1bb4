import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { editorSchemas } from "../src/config/reference/editor-schemas";
import { configPage } from "../src/config/reference/page";
import { commandsPage } from "./commands-page";
import { defineCommand } from "./frame/command";
import { checks } from "./preflight/checks/all";
import { preflightPage } from "./preflight/page";

export const command = defineCommand({
  name: "schema",
  summary:
    "Generates files from the schema of config and from the commands: the JSON Schemas for editors, docs/config.md, docs/preflight.md and docs/commands.md.",
  answer({ progress }) {
    const texts = {
      ...Object.fromEntries(
        Object.entries(editorSchemas()).map(([name, text]) => [path.join("config", name), text]),
      ),
      "docs/config.md": configPage(),
      "docs/preflight.md": preflightPage(checks),
      "docs/commands.md": commandsPage(
        commandFiles().map((file) => {
          progress.step(`Asking ${file}`);
          return helpOf(file);
        }),
      ),
    };
    for (const [file, text] of Object.entries(texts)) fs.writeFileSync(file, text);
    return { text: `Written: ${Object.keys(texts).join(", ")}` };
  },
});

/** Files of the commands, in the order of package.json. */
function commandFiles(): string[] {
  const { scripts }: { scripts: Record<string, string> } = JSON.parse(
    fs.readFileSync("package.json", "utf8"),
  );
  return Object.values(scripts).flatMap((line) => /^node scripts\/run\.js (\S+)$/.exec(line)?.[1] ?? []);
}

/** Commands are not imported here, because a program contains one command. */
function helpOf(file: string): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["scripts/run.js", file, "--help"], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${file} does not explain itself: ${stderr}`);
  return stdout.trimEnd();
}
