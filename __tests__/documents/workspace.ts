import { execFileSync, type SpawnSyncReturns, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { isDeepStrictEqual } from "node:util";
import { loadEnvironments } from "../../src/config/load";
import { outputFolder } from "../support/environments";
import { contentsIn } from "../support/files";
import { npmRun } from "../support/npm";
import { project } from "../support/program";
import { type Answering, type Call, type Said, StandIns } from "../support/programs";
import { StandInPrograms } from "./stand-ins";

const names = [
  "aws",
  "checkov",
  "dig",
  "docker",
  "git",
  "jq",
  "kics",
  "kubectl",
  "npm",
  "npx",
  "pip",
  "psql",
  "terraform",
  "trivy",
];

/** Copies, not links: a page may change them. */
const copied = [
  "__tests__",
  "bench",
  "config",
  "main.ts",
  "package.json",
  "scripts",
  "src",
  ".terraform-version",
  "atlantis.yaml",
];

/** What a reader has: the project as shipped and synthesized, a checkout of main beside it, and stand-ins for the rest. */
export class Workspace {
  static async start(): Promise<Workspace> {
    const version = fs.readFileSync(path.join(project, ".terraform-version"), "utf8").trim();
    return new Workspace(await StandIns.start(names, { "terraform version": `Terraform v${version}\n` }));
  }

  readonly path = fs.mkdtempSync(path.join(os.tmpdir(), "documents-"));
  private readonly project = path.join(this.path, "project");
  private readonly programs = new StandInPrograms(this.project);

  private constructor(private readonly standIns: StandIns) {
    const synthesized = outputFolder(...loadEnvironments("config"));
    // By a program: Node.js takes several times as long for a thousand files.
    const copy = (...words: string[]) => execFileSync("cp", ["-r", ...words], { cwd: project });
    for (const folder of [this.project, path.join(this.path, "main")]) fs.mkdirSync(folder);
    copy(...copied, this.project);
    for (const folder of ["project", "main"]) copy(synthesized, path.join(this.path, folder, "cdktf.out"));
    standIns.answering = this.answer;
  }

  write(file: string, text: string): void {
    const target = path.join(this.project, file);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, text);
  }

  append(file: string, text: string): void {
    fs.appendFileSync(path.join(this.project, file), text);
  }

  /** Runs a script as a reader would type it, and stops at the first command that exits with more than `allowed`. */
  async run(script: string): Promise<Pick<SpawnSyncReturns<string>, "status" | "stdout" | "stderr">> {
    const { PATH: bin = "", ...env } = this.standIns.env;
    // Nothing of this machine's own: a real program of one of the names would be called in place of its stand-in.
    const own = [bin, path.dirname(process.execPath), "/usr/bin", "/bin"];
    const stop = `status=$?; [ $status -le $allowed ] || { echo "exit $status: $BASH_COMMAND" >&2; exit $status; }`;
    const child = spawn("bash", ["-c", `set -o pipefail; allowed=0; trap '${stop}' ERR\n${script}\ntrue`], {
      cwd: this.project,
      env: { HOME: this.path, PATH: own.join(path.delimiter), ...env },
    });
    const [stdout, stderr, [status]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, "close"),
    ]);
    return { status, stdout, stderr };
  }

  /** What was called so far. */
  calls(): readonly string[] {
    return this.standIns.calls;
  }

  async dispose(): Promise<void> {
    await this.standIns.stop();
    execFileSync("rm", ["-rf", this.path]);
  }

  private readonly answer: Answering = (words, call) =>
    words[0] === "npm" ? this.npm(call) : this.programs.answer(call);

  /** Answers the project's own commands as they do, without a process for each, and takes packages for installed. */
  private async npm(call: Call): Promise<Said> {
    const {
      words: [, ...words],
      folder,
      env,
    } = call;
    const [name = "", ...rest] = words.filter((word) => !["-s", "--silent", "run"].includes(word));
    if (["ci", "install", "test", "uninstall"].includes(name)) return {};
    // What it would make of the shipped config is there already: another test makes it.
    if (name === "start" && rest.length === 0 && !env.CDKTF_OUTDIR && hasShippedConfig(folder)) return {};
    return npmRun(call);
  }
}

/** Whether config in a folder is that of the project, byte for byte. */
function hasShippedConfig(folder: string): boolean {
  const [here, shipped] = [folder, project].map((root) => contentsIn(path.join(root, "config")));
  return isDeepStrictEqual(here, shipped);
}
