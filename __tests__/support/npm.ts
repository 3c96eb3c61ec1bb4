import fs from "node:fs";
import path from "node:path";
import { callIn } from "./call";
import { project } from "./program";
import type { Call, Said } from "./programs";

/** Answers a call of npm that runs one of the project's own commands, without a process for it. */
export async function npmRun({ words: [, ...words], folder, env }: Call): Promise<Said> {
  const [name = "", ...rest] = words.filter((word) => !["-s", "--silent", "run"].includes(word));
  const refused = (text: string): Said => ({ status: 1, stderr: `npm: ${text}\n` });
  const { scripts } = JSON.parse(fs.readFileSync(path.join(project, "package.json"), "utf8"));
  const [, entry] = /^node scripts\/run\.js (\S+)$/.exec(scripts[name] ?? "") ?? [];
  if (entry === undefined) return Object.hasOwn(scripts, name) ? {} : refused(`there is no script ${name}`);
  if (rest.length > 0 && rest[0] !== "--") return refused(`options follow --: ${words.join(" ")}`);
  const { command } = require(path.join(project, entry));
  return callIn(folder, command, rest.slice(1), { ...env });
}
