import { execFileSync, spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { filledOnce } from "../../support/once";

const project = path.resolve(__dirname, "../../..");

/** Stands before npm in the path: installs nothing, notes every call, and where it is told to, answers in npm's place. */
const npm = `#!/bin/sh
echo "$*" >> "$NPM_CALLS"
case "$*" in
  ci*) exit 0 ;;
  *assurance*) echo "report on $*"; for base; do :; done; [ -f "$base/manifest.json" ]; exit ;;
esac
[ -z "$NPM_ANSWER" ] || exec sh -c "$NPM_ANSWER" npm "$@"
PATH=$NPM_PATH exec npm "$@"
`;

/** Files of the project that a synthesis needs, as far as they are there. */
const takesPart = (file: string): boolean =>
  !/^(__tests__|bench|docs|node_modules)(\/|$)/.test(file) && fs.existsSync(path.join(project, file));

/** The project as Atlantis has it: a clone on a branch of a pull request, with packages installed. */
export class Clone {
  readonly path: string;
  private readonly root = fs.mkdtempSync(path.join(os.tmpdir(), "clone-"));

  constructor() {
    this.path = path.join(this.root, "project");
    // As it is, times and modes included: git takes a file that changed for one to read again.
    execFileSync("cp", ["-a", `${filledOnce("clone", fill)}/.`, this.root]);
  }

  write(file: string, content: string | Buffer): void {
    const target = path.join(this.path, file);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, content);
  }

  has(file: string): boolean {
    return fs.existsSync(path.join(this.path, file));
  }

  read(file: string): string {
    return fs.readFileSync(path.join(this.path, file), "utf8");
  }

  commit(message: string): void {
    commit(this.path, message);
  }

  /** As somebody does who wants it in a folder that git ignores. */
  commitIgnored(file: string): void {
    this.git("add", "--force", file);
    this.commit("what nobody reviews");
  }

  /** What a clone of the branch alone, without its base, is like. */
  forgetBase(): void {
    this.git("update-ref", "-d", "refs/remotes/origin/main");
  }

  /** Work trees that git knows, this one among them. */
  get workTrees(): number {
    return this.git("worktree", "list").trim().split("\n").length;
  }

  /** Calls of npm so far. */
  get calls(): string[] {
    const file = path.join(this.root, "calls");
    return fs.existsSync(file) ? fs.readFileSync(file, "utf8").trim().split("\n") : [];
  }

  /** Runs the hook as Atlantis does; `answer` is a shell script that npm is replaced by, beside `npm ci`. */
  synthesize({ command = "plan", answer = "" } = {}): { status: number | null; output: string } {
    const bin = path.join(this.root, "bin");
    const { status, stdout, stderr } = spawnSync("atlantis/synthesize.sh", {
      cwd: this.path,
      encoding: "utf8",
      env: {
        PATH: `${bin}:${process.env.PATH}`,
        HOME: process.env.HOME,
        NPM_PATH: process.env.PATH,
        NPM_CALLS: path.join(this.root, "calls"),
        NPM_ANSWER: answer,
        COMMAND_NAME: command,
        BASE_BRANCH_NAME: "main",
      },
    });
    return { status, output: stdout + stderr };
  }

  dispose(): void {
    fs.rmSync(this.root, { recursive: true });
  }

  private git(...args: string[]): string {
    return git(this.path, ...args);
  }
}

/** A clone beside a stand-in for npm, to be copied. */
function fill(root: string): void {
  const clone = path.join(root, "project");
  const files = git(project, "ls-files", "-co", "--exclude-standard");
  for (const file of files.trim().split("\n").filter(takesPart)) {
    fs.mkdirSync(path.dirname(path.join(clone, file)), { recursive: true });
    fs.copyFileSync(path.join(project, file), path.join(clone, file)); // with its mode: scripts are run
  }
  git(clone, "init", "--quiet", "--initial-branch=main");
  commit(clone, "base");
  git(clone, "update-ref", "refs/remotes/origin/main", "HEAD");
  fs.symlinkSync(fs.realpathSync(path.join(project, "node_modules")), path.join(clone, "node_modules"));
  fs.mkdirSync(path.join(root, "bin"));
  fs.writeFileSync(path.join(root, "bin", "npm"), npm, { mode: 0o755 });
}

function commit(folder: string, message: string): void {
  git(folder, "add", "--all");
  git(
    folder,
    "-c",
    "user.name=test",
    "-c",
    "user.email=test@example.com",
    "commit",
    "--quiet",
    "-m",
    message,
  );
}

const git = (folder: string, ...args: string[]): string =>
  execFileSync("git", args, { cwd: folder, encoding: "utf8" });
