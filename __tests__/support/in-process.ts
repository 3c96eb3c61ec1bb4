import childProcess, { type ExecFileOptions } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { full } from "./effort";
import type { Answering } from "./programs";

type Callback = (error: Error | null, stdout: string, stderr: string) => void;

/**
 * Answers in this process what it would start with `execFile`, where PATH leads to a stand-in: the start takes longer than
 * most tests. With `FULL=1` stand-ins are started.
 *
 * @param bin folder of stand-ins
 * @param answering a call without an answer is started
 * @returns what ends it
 */
export function answerInProcess(
  bin: string,
  answering: (...call: Parameters<Answering>) => ReturnType<Answering> | undefined,
): () => void {
  const { execFile } = childProcess;
  const answered = (program: string, rest: string[], options: ExecFileOptions, callback: Callback) => {
    const env = { ...(options.env ?? process.env) } as Record<string, string>;
    const folder = path.resolve(String(options.cwd ?? "."));
    const words = [program, ...rest];
    const said = isIn(bin, program, env.PATH)
      ? answering(words, { words, folder, env, input: "" })
      : undefined;
    if (said === undefined) return execFile(program, rest, options, callback as never);
    return Promise.resolve(said).then(
      ({ status = 0, stdout = "", stderr = "" }) => callback(failure(words, status), stdout, stderr),
      (error) => callback(error, "", ""),
    );
  };
  if (full(true, false)) Object.assign(childProcess, { execFile: answered });
  return () => Object.assign(childProcess, { execFile });
}

const isIn = (bin: string, program: string, PATH = ""): boolean =>
  PATH.split(path.delimiter).find((folder) => fs.existsSync(path.join(folder, program))) === bin;

/** As Node.js tells it. */
const failure = (words: readonly string[], code: number): Error | null =>
  code === 0 ? null : Object.assign(new Error(`Command failed: ${words.join(" ")}`), { code, killed: false });
