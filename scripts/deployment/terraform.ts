import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { terraformProgram } from "../../src/config/cdktf-variables";
import { LogReader } from "./log-reader";
import { stackFiles } from "./stack";

/** Result of a run of Terraform. */
export interface End {
  /** @default - ended by a signal */
  readonly code?: number;
  /** The signal that ended it. @default - none */
  readonly signal?: string;
}

const groups = new Set<number>();

/** Sends SIGINT to every running Terraform. Called once: Terraform exits immediately at a second one. */
export function interruptAll(): void {
  // To process groups, as a terminal does, for wrappers that start Terraform as a child.
  for (const group of groups) process.kill(-group, "SIGINT");
}

/**
 * Runs Terraform in a folder, in its own process group with its own output. So Ctrl-C in the terminal does not reach it
 * twice, and if this program is killed, Terraform does not die of a closed pipe with a locked and unsaved state.
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
