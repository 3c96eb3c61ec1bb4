import childProcess, { type SpawnOptions } from "node:child_process";
import { EventEmitter } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { full } from "../../support/effort";

/** Its place in the project, whatever the folder that compiled tests run from. */
export const standIn = path.resolve("__tests__/scripts/deployment/terraform.sh");

interface Folders {
  readonly record: string;
  readonly behaviour: string;
}

/**
 * Does in this process what terraform.sh does, where no script says otherwise: to start it takes longer than most tests. With
 * `FULL=1` it is started.
 *
 * @returns what ends it
 */
export function runInProcess({ record, behaviour }: Folders): () => void {
  const { spawn } = childProcess;
  const ran = (program: string, words: string[], options: SpawnOptions) => {
    const [chdir = "", operation = ""] = words;
    const folder = chdir.slice("-chdir=".length);
    const stack = path.basename(folder);
    if (program !== standIn || fs.existsSync(path.join(behaviour, `${stack}.${operation}`)))
      return spawn(program, words, options);
    const say = (what: string) => fs.appendFileSync(record, `${what} ${operation} ${stack}\n`);
    say("start");
    const { status, text } = run(folder, words);
    fs.writeSync((options.stdio as number[])[1] as number, text);
    const child = new EventEmitter();
    // Later, so that calls that overlap are seen to.
    setTimeout(() => {
      say("end");
      child.emit("exit", status, null);
    });
    return child;
  };
  if (full(true, false)) Object.assign(childProcess, { spawn: ran });
  return () => Object.assign(childProcess, { spawn });
}

/** A stack whose state is empty has something to add. */
function run(folder: string, words: readonly string[]): { readonly status: number; readonly text: string } {
  const state = path.join(folder, "state");
  const made = read(state);
  switch (words[1]) {
    case "state":
      return { status: 0, text: made };
    case "plan":
      return plan(path.join(folder, "deploy.tfplan"), words.includes("-destroy"), made !== "");
    case "apply":
      return apply(state, read(words.at(-1) as string).trim() === "delete");
    default:
      return { status: 0, text: "" };
  }
}

/** A script that plans may write no plan. */
const read = (file: string): string => (fs.existsSync(file) ? fs.readFileSync(file, "utf8") : "");

function plan(file: string, destroys: boolean, isMade: boolean) {
  if (isMade && !destroys) return { status: 0, text: "" };
  const action = destroys ? "delete" : "create";
  fs.writeFileSync(file, action);
  const change = { resource: { addr: "aws_thing.one" }, action };
  return said(2, `Plan to ${action}`, { type: "planned_change", change });
}

function apply(state: string, destroys: boolean) {
  fs.writeFileSync(state, destroys ? "" : "aws_thing.one\n");
  const hook = { action: destroys ? "delete" : "create" };
  return said(0, "Creation complete", { type: "apply_complete", hook });
}

const said = (status: number, what: string, message: object) => ({
  status,
  text: `${JSON.stringify({ "@message": `aws_thing.one: ${what}`, ...message })}\n`,
});
