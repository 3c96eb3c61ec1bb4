import { spawn } from "node:child_process";

/** What a program said, and how it ended. */
export interface Outcome {
  /** Null where a signal ended it. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end, with the variables of the caller. @throws where it cannot be started */
export function runProgram(program: string, words: readonly string[]): Promise<Outcome> {
  const child = spawn(program, [...words], { stdio: ["ignore", "pipe", "pipe"] });
  const written = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const)
    child[stream].setEncoding("utf8").on("data", (text: string) => {
      written[stream] += text;
    });
  return new Promise((resolve, reject) => {
    child.once("error", ({ code }: NodeJS.ErrnoException) => {
      const why = code === "ENOENT" ? "no program of this name is on PATH" : `the system says ${code}`;
      reject(new Error(`${program} cannot be started: ${why}. Install it, and call this again.`));
    });
    child.once("close", (status) => resolve({ status, ...written }));
  });
}

/** The last line of a text that says something. */
export const lastLine = (text: string): string => text.trim().split("\n").at(-1)?.trim() ?? "";
