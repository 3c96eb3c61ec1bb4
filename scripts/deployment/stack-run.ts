import fs from "node:fs";
import path from "node:path";
import { Messages } from "./messages";
import { type Stack, stackFiles } from "./stack";
import { type End, terraform } from "./terraform";

/** Output and result of a run of Terraform. */
export interface Ran {
  readonly messages: Messages;
  readonly end: End;
}

/** Exit code of `plan -detailed-exitcode` if there are changes. */
const somethingToDo = 2;

/** Checksums of the providers: if the project has this file, no other provider is accepted. */
const projectLock = "terraform.lock.hcl";

/** The runs of Terraform for one stack. */
export class StackRun {
  /** One at a time, because concurrent runs would corrupt a shared provider cache. */
  private static lastInit: Promise<unknown> = Promise.resolve();

  constructor(
    readonly stack: Stack,
    private readonly show: (line: string) => void,
  ) {
    for (const file of [this.files.log, this.files.plan]) fs.rmSync(file, { force: true });
  }

  get files() {
    return stackFiles(this.stack.folder);
  }

  init(): Promise<Ran> {
    const run = StackRun.lastInit.then(() => this.initNow());
    StackRun.lastInit = run.catch(() => undefined);
    return run;
  }

  /**
   * Whether the state is empty: the stack was never applied, or was destroyed. Its dependencies may no longer exist.
   */
  async isEmpty(): Promise<boolean> {
    const { end, messages } = await this.run(["state", "list"]);
    return (
      messages.plain.join("\n").includes("No state file was found") ||
      (end.code === 0 && messages.plain.length === 0)
    );
  }

  plan(words: readonly string[]): Promise<Ran> {
    const out = path.resolve(this.files.plan);
    return this.run(["plan", "-json", "-input=false", "-detailed-exitcode", `-out=${out}`, ...words]);
  }

  /** The plan as JSON; undefined if it cannot be shown. */
  async shownPlan(): Promise<string | undefined> {
    const { messages } = await this.run(["show", "-json", path.resolve(this.files.plan)]);
    return messages.plain.find((line) => line.startsWith("{"));
  }

  /** Applies exactly the plan: Terraform refuses if the state has changed since. */
  apply(): Promise<Ran> {
    return this.run(["apply", "-json", "-input=false", path.resolve(this.files.plan)]);
  }

  forgetPlan(): void {
    fs.rmSync(this.files.plan, { force: true });
  }

  private async initNow(): Promise<Ran> {
    const init = ["init", "-input=false", "-no-color"];
    if (fs.existsSync(projectLock)) {
      fs.copyFileSync(projectLock, path.join(this.stack.folder, ".terraform.lock.hcl"));
      return this.run([...init, "-lockfile=readonly"]);
    }
    const ran = await this.run(init);
    // Stacks require exact versions, so only files of an earlier version of the project can conflict.
    const isOutdated =
      ran.end.code !== 0 && ran.messages.plain.some((line) => line.includes("init -upgrade"));
    return isOutdated ? this.run([...init, "-upgrade"]) : ran;
  }

  private async run(words: readonly string[]): Promise<Ran> {
    const messages = new Messages();
    const end = await terraform(this.stack.folder, words, (line) => {
      const shown = messages.hear(line);
      if (shown !== undefined) this.show(shown);
    });
    return { messages, end };
  }
}

export const isPlanned = ({ end: { code } }: Ran): boolean => code === 0 || code === somethingToDo;
export const hasChanges = ({ end: { code } }: Ran): boolean => code === somethingToDo;
