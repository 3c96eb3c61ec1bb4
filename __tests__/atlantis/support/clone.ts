import { execFile, execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { filledOnce } from "../../support/once";
import { bundledOnce, project } from "../../support/program";

/**
 * Stands in for npm: installs nothing, notes every call, and where it is told to, answers. Otherwise it runs the program that
 * package.json has by the name, in a third of the time that npm takes for it.
 */
const npm = `#!/bin/sh
echo "$*" >> "$NPM_CALLS"
[ "$1" != ci ] || exec ln -s "$NPM_PACKAGES" node_modules
[ -z "$NPM_ANSWER" ] || exec sh -c "$NPM_ANSWER" npm "$@"
[ "$1 $2" = "run --silent" ] || exit 1
program=$(sed -n 's/^ *"'"$3"'": "\\(node .*\\)",$/\\1/p' package.json)
shift 3
[ "$1" != -- ] || shift
NODE_OPTIONS="--require=$NPM_PRELOADED" exec $program "$@"
`;

/** Stands in for the AWS CLI: AWS_ANSWER is shell that answers. */
const aws = `#!/bin/sh
echo "$AWS_PROFILE $*" >> "$AWS_CALLS"
eval "$AWS_ANSWER"
`;

/**
 * Files of the project that are in a clone, as far as they are there: those that a synthesis of prod with acme needs, or the hook alone.
 */
const parts = {
  all: /^(?!(__tests__|bench|docs|node_modules|config\/dev)(\/|$)|config\/prod\/organizations\/globex)/,
  "no code": /^(package\.json|package-lock\.json|\.npmrc|atlantis\.yaml|config\/.*|\.gitignore)$/,
};

export interface Ran {
  readonly status: number;
  readonly output: string;
}

export interface Circumstances {
  /** Of Atlantis. @default "plan" */
  readonly command?: string;
  /** Shell in place of npm, beside `npm ci`; its words are npm's. @default - what package.json says */
  readonly npm?: string;
  /** Shell in place of the AWS CLI. @default - there is no object */
  readonly aws?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Atlantis' clone of a pull request, beside the server's copy of the hook and stand-ins for what the hook calls. */
export class Clone {
  /**
   * @param origin where it was cloned from
   * @param files "no code" where npm is answered for
   */
  static from(origin: string, files: keyof typeof parts = "no code"): Clone {
    const made = new Clone(filledOnce(`clone of ${files}`, (folder) => fill(folder, parts[files])));
    fs.appendFileSync(path.join(made.path, ".git", "config"), `[remote "origin"]\n\turl = ${origin}\n`);
    return made;
  }

  readonly path: string;
  private readonly root = fs.mkdtempSync(path.join(os.tmpdir(), "clone-"));

  private constructor(root: string) {
    this.path = path.join(this.root, "project");
    // As it is, times and modes included: git takes a file that changed for one to read again.
    execFileSync("cp", ["-a", `${root}/.`, this.root]);
  }

  /** Another clone in the state of this one. */
  copy(): Clone {
    return new Clone(this.root);
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

  /** Commits files of the pull request, those that git ignores among them. */
  commit(files: Readonly<Record<string, string>> = {}): void {
    for (const [file, content] of Object.entries(files)) this.write(file, content);
    if (Object.keys(files).length > 0) this.git("add", "--force", ...Object.keys(files));
    this.git(...commitWords, "--allow-empty", "-m", "of the pull request");
  }

  /** Commits what was done to files that git knows. */
  commitAll(): void {
    this.git("add", "--update");
    this.commit();
  }

  /** What a clone of the branch alone, without its base, is like. */
  forgetBase(): void {
    this.git("update-ref", "-d", "refs/remotes/origin/main");
  }

  /** Calls of npm so far. */
  get npmCalls(): string[] {
    return this.lines("npm-calls");
  }

  /** Calls of the AWS CLI so far, each behind its profile. */
  get awsCalls(): string[] {
    return this.lines("aws-calls");
  }

  /** Runs the hook as Atlantis does. */
  hook(circumstances: Circumstances = {}): Promise<Ran> {
    return this.run(path.join(this.root, "hook", "hook.sh"), this.path, circumstances);
  }

  /** Runs a program of the hook alone, as the hook does. */
  program(name: string, words: readonly string[], circumstances: Circumstances = {}): Promise<Ran> {
    const { root } = this;
    return this.run(`node ${[path.join(root, "hook", name), ...words].join(" ")}`, this.path, {
      ...circumstances,
      env: { HOOK_CACHE: path.join(root, "home", ".cache", "pull-requests"), ...circumstances.env },
    });
  }

  /** Runs text of a step in a stack's folder, as Atlantis does. */
  step(text: string, stack: string, circumstances: Circumstances = {}): Promise<Ran> {
    const here = text.replaceAll("/opt/pull-requests", this.root);
    return this.run(here, path.join(this.path, "cdktf.out", "stacks", stack), circumstances);
  }

  dispose(): void {
    fs.rmSync(this.root, { recursive: true });
  }

  private run(
    text: string,
    cwd: string,
    { command = "plan", npm = "", aws = noSuchObject, env = {} }: Circumstances,
  ): Promise<Ran> {
    const options = {
      cwd,
      encoding: "utf8" as const,
      env: {
        PATH: `${this.root}/bin:${process.env.PATH}`,
        HOME: path.join(this.root, "home"),
        NPM_CALLS: path.join(this.root, "npm-calls"),
        NPM_PACKAGES: fs.realpathSync(path.join(project, "node_modules")),
        NPM_ANSWER: npm,
        NPM_PRELOADED: bundledOnce,
        TEST_RUN_FOLDER: process.env.TEST_RUN_FOLDER,
        AWS_CALLS: path.join(this.root, "aws-calls"),
        AWS_ANSWER: aws,
        COMMAND_NAME: command,
        BASE_BRANCH_NAME: "main",
        BASE_REPO_OWNER: "example",
        BASE_REPO_NAME: "project",
        PULL_NUM: "7",
        FORGE: "gitea",
        ...env,
      },
    };
    return new Promise((resolve) => {
      execFile("sh", ["-c", text], options, (error, stdout, stderr) =>
        resolve({ status: error ? Number(error.code) : 0, output: stdout + stderr }),
      );
    });
  }

  private lines(name: string): string[] {
    const file = path.join(this.root, name);
    return fs.existsSync(file) ? fs.readFileSync(file, "utf8").trim().split("\n") : [];
  }

  private git(...words: string[]): void {
    git(this.path, ...words);
  }
}

const noSuchObject =
  "echo 'fatal error: An error occurred (404) when calling HeadObject: Not Found' >&2; exit 1";

/** The project in a clone, the hook beside it, and the stand-ins, to be copied. */
function fill(root: string, part: RegExp): void {
  const clone = path.join(root, "project");
  const files = git(project, "ls-files", "-co", "--exclude-standard");
  for (const file of files.trim().split("\n")) {
    if (!part.test(file) || !fs.existsSync(path.join(project, file))) continue;
    fs.mkdirSync(path.dirname(path.join(clone, file)), { recursive: true });
    fs.copyFileSync(path.join(project, file), path.join(clone, file)); // with its mode: scripts are run
  }
  git(clone, "init", "--quiet", "--initial-branch=main");
  git(clone, "add", "--all");
  git(clone, ...commitWords, "-m", "base");
  git(clone, "update-ref", "refs/remotes/origin/main", "HEAD");
  fs.cpSync(path.join(project, "atlantis", "hook"), path.join(root, "hook"), { recursive: true });
  fs.copyFileSync(path.join(__dirname, "sandbox-stand-in.sh"), path.join(root, "hook", "sandbox.sh"));
  fs.mkdirSync(path.join(root, "home"));
  fs.mkdirSync(path.join(root, "bin"));
  for (const [name, text] of Object.entries({ npm, aws }))
    fs.writeFileSync(path.join(root, "bin", name), text, { mode: 0o755 });
}

const commitWords = ["-c", "user.name=test", "-c", "user.email=test@example.com", "commit", "--quiet"];

const git = (folder: string, ...words: string[]): string =>
  execFileSync("git", words, { cwd: folder, encoding: "utf8" });
