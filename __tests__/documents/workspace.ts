import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { loadEnvironments } from "../../src/config/load";
import { outputFolder } from "../support/environments";
import { project } from "../support/program";

const programs = path.join(project, "dist", `documents-${process.pid}`);
const standIn = path.join(__dirname, "../../__tests__/documents/stand-ins/stand-in.js");
const names = ["aws", "checkov", "dig", "git", "kubectl", "npm", "npx", "pip", "psql", "terraform", "trivy"];
afterAll(() => fs.rmSync(programs, { recursive: true, force: true }));

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
  readonly path = fs.mkdtempSync(path.join(os.tmpdir(), "documents-"));
  private readonly project = path.join(this.path, "project");

  constructor() {
    for (const name of copied)
      fs.cpSync(path.join(project, name), path.join(this.project, name), { recursive: true });
    const synthesized = outputFolder(...loadEnvironments("config"));
    for (const folder of ["project", "main"])
      fs.cpSync(synthesized, path.join(this.path, folder, "cdktf.out"), { recursive: true });
    fs.mkdirSync(path.join(this.path, "bin"));
    for (const name of names) fs.symlinkSync(standIn, path.join(this.path, "bin", name));
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
  run(script: string): SpawnSyncReturns<string> {
    // Nothing of this machine's own: a real program of one of the names would be called in place of its stand-in.
    const own = [path.join(this.path, "bin"), path.dirname(process.execPath), "/usr/bin", "/bin"];
    const stop = `status=$?; [ $status -le $allowed ] || { echo "exit $status: $BASH_COMMAND" >&2; exit $status; }`;
    return spawnSync("bash", ["-c", `set -o pipefail; allowed=0; trap '${stop}' ERR\n${script}\ntrue`], {
      cwd: this.project,
      encoding: "utf8",
      env: {
        HOME: this.path,
        PATH: own.join(path.delimiter),
        PROJECT: project,
        PROGRAMS: programs,
        WORKSPACE: this.path,
      },
    });
  }

  /** What was called so far. */
  calls(): string[] {
    const log = path.join(this.path, "calls.log");
    return fs.existsSync(log) ? fs.readFileSync(log, "utf8").trim().split("\n") : [];
  }

  dispose(): void {
    fs.rmSync(this.path, { recursive: true, force: true });
  }
}
