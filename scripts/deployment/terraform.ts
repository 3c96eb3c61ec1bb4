import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { terraformProgram } from "../../src/config/cdktf-variables";
import { LogReader } from "./log-reader";
import { stackFiles } from "./stack";

/** How a run of Terraform ended. */
export interface End {
  /** @default - a signal ended it */
  readonly code?: number;
  /** The signal that ended it. @default - it ended by itself */
  readonly signal?: string;
}

const groups = new Set<number>();

/** Asks every running Terraform to end in order. Called once: Terraform takes a second request for "at once". */
export function interruptAll(): void {
  // To groups, as a terminal does, for programs that start Terraform instead of becoming it.
  for (const group of groups) process.kill(-group, "SIGINT");
}

/**
 * Runs Terraform in a folder, in a process group and with an output of its own. Ctrl-C at the terminal does not reach it
 * twice then, and it does not die of a closed pipe, with its state locked and unsaved, where this program is killed.
 */
export function terraform(
  folder: string,
  words: readonly string[],
  onLine: (line: string) => void,
): Promise<End> {
  const { log, running } = stackFiles(folder);
  const reader = new LogReader(log, onLine);
  const output = fs.openSync(log, "a");
  const child = spawn(terraformProgram(), [`-chdir=${path.resolve(folder)}`, ...words], {
    detached: true,
    stdio: ["ignore", output, output],
  });
  fs.closeSync(output);
  const { pid } = child;
  if (pid !== undefined) {
    groups.add(pid);
    fs.writeFileSync(running, String(pid));
  }
  return new Promise<End>((resolve, reject) => {
    child.on("error", (error) => reject(cannotStart(error)));
    child.on("exit", (code, signal) =>
      resolve({ ...(code !== null && { code }), ...(signal !== null && { signal }) }),
    );
  }).finally(() => {
    if (pid !== undefined) groups.delete(pid);
    fs.rmSync(running, { force: true });
    reader.close();
  });
}

const cannotStart = ({ message }: Error): Error =>
  new Error(
    `${terraformProgram()} cannot be started (${message}): install Terraform 1.11 or later, or name its program in TERRAFORM_BINARY_NAME.`,
  );
