import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { stackFiles } from "./stack";

/**
 * Refuses to touch stacks in which a Terraform is at work: one that another terminal started, or one that outlived its
 * command. Synthesis would take the code of functions away below it.
 *
 * @param folders of stacks, whether they are there or not
 */
export function refuseWhileRunning(folders: readonly string[]): void {
  const running = folders.flatMap((folder) => {
    const pid = pidIn(folder);
    return pid !== undefined && isTerraformOf(folder, pid) ? [{ folder, pid }] : [];
  });
  if (running.length === 0) return;
  throw new Error(
    [
      "Terraform is still at work, started by another command, or by one that was killed:",
      ...running.map(
        ({ folder, pid }) => `  ${path.basename(folder)}  process ${pid}, log ${stackFiles(folder).log}`,
      ),
      `Wait until it ends, or ask it to end in order, once: kill -INT ${running.map(({ pid }) => pid).join(" ")}`,
    ].join("\n"),
  );
}

function pidIn(folder: string): number | undefined {
  const { running } = stackFiles(folder);
  if (!fs.existsSync(running)) return undefined;
  const pid = Number(fs.readFileSync(running, "utf8"));
  return Number.isInteger(pid) && pid > 1 ? pid : undefined;
}

/** A process id is given to other programs later; the folder stands among Terraform's words. */
function isTerraformOf(folder: string, pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  const { status, stdout } = spawnSync("ps", ["-o", "args=", "-ww", "-p", String(pid)], { encoding: "utf8" });
  return status !== 0 || stdout.includes(path.resolve(folder));
}
