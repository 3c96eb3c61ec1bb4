import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { stackFiles } from "./stack";

/** A process that works on stacks of an output folder. */
interface Running {
  readonly what: string;
  readonly pid: number;
  readonly log?: string;
}

/** File in the output folder with the process id of a command that deploys or destroys an environment. */
const recordOf = (outdir: string, environment: string): string =>
  path.join(outdir, `${environment}-deployment.pid`);

/**
 * Refuses to change stacks on which another command works, or a Terraform process that outlived its command. Synthesis
 * would delete its plans and functions' code.
 *
 * @throws Error with the processes, and how they end
 */
export function refuseWhileRunning(outdir: string, environments: readonly string[]): void {
  const running = environments.flatMap((name) => [...terraformsOf(outdir, name), ...commandOf(outdir, name)]);
  if (running.length === 0) return;
  throw new Error(
    [
      "Another command is running here, or a Terraform process that outlived its command:",
      ...running.map(
        ({ what, pid, log }) => `  ${what}  process ${pid}${log === undefined ? "" : `, log ${log}`}`,
      ),
      `Wait until it ends, or interrupt it once, so that it ends gracefully: kill -INT ${running.map(({ pid }) => pid).join(" ")}`,
    ].join("\n"),
  );
}

/**
 * Locks the stacks of an environment against other commands.
 *
 * @returns a function that releases the lock
 * @throws Error if another command holds it
 */
export function claim(outdir: string, environment: string): () => void {
  const record = recordOf(outdir, environment);
  refuseWhileRunning(outdir, [environment]);
  fs.mkdirSync(outdir, { recursive: true });
  fs.rmSync(record, { force: true });
  try {
    fs.writeFileSync(record, String(process.pid), { flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    throw new Error(
      `Another command started to work on ${environment} at the same moment: run this one again.`,
    );
  }
  return () => fs.rmSync(record, { force: true });
}

function terraformsOf(outdir: string, environment: string): Running[] {
  const stacks = path.join(outdir, "stacks");
  if (!fs.existsSync(stacks)) return [];
  return fs
    .readdirSync(stacks)
    .filter((name) => name.startsWith(`${environment}-`))
    .map((name) => path.join(stacks, name))
    .flatMap((folder) => {
      const { running, log } = stackFiles(folder);
      const pid = pidIn(running);
      return pid !== undefined && isAlive(pid, path.resolve(folder))
        ? [{ what: path.basename(folder), pid, log }]
        : [];
    });
}

function commandOf(outdir: string, environment: string): Running[] {
  const pid = pidIn(recordOf(outdir, environment));
  if (pid === undefined || pid === process.pid || !isAlive(pid, environment)) return [];
  return [{ what: environment, pid }];
}

function pidIn(record: string): number | undefined {
  if (!fs.existsSync(record)) return undefined;
  const pid = Number(fs.readFileSync(record, "utf8"));
  return Number.isInteger(pid) && pid > 1 ? pid : undefined;
}

/** @param word argument of the process, because process ids are reused */
function isAlive(pid: number, word: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  const { status, stdout } = spawnSync("ps", ["-o", "args=", "-ww", "-p", String(pid)], { encoding: "utf8" });
  return status !== 0 || stdout.includes(word);
}
