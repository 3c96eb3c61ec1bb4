import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { bundle } from "../../src/functions/bundle";
import { projectFolder } from "../../src/functions/project-folder";
import type { Benchmark } from "../bench";
import { variables } from "../variables";

const folder = path.resolve("dist/bench/cold-start");
const starts = 15;

/** Writes code to a folder of its own. Returns the path that a process loads. */
function write(name: string, code: Uint8Array | string): string {
  const file = path.join(folder, name, "index.js");
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, code);
  return file;
}

/** Time of a fresh process to start, load a file and end, in milliseconds. */
function startTime(file: string, env: Readonly<Record<string, string>>): number {
  const before = performance.now();
  const program = "require(process.argv[1]); process.exit()";
  const { status, stderr } = spawnSync(process.execPath, ["-e", program, file], { env, encoding: "utf8" });
  if (status !== 0) throw new Error(`${file} does not load: ${stderr}`);
  return performance.now() - before;
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;

export const coldStart: Benchmark = (print) => {
  const empty = write("empty", "");
  print(
    `Process that loads a function, against one that loads an empty module (median of ${starts} starts):`,
  );
  print("function                     code   cold start");
  for (const [name, env] of Object.entries(variables)) {
    const code = bundle(name, projectFolder())["index.js"] as Uint8Array;
    const file = write(name, code);
    // The empty module is timed again beside each start: other work of the machine slows both.
    const ratio = median(Array.from({ length: starts }, () => startTime(file, env) / startTime(empty, env)));
    print(
      `${name.padEnd(22)} ${`${Math.round(code.length / 1000)} kB`.padStart(10)} ${`${ratio.toFixed(1)} x`.padStart(12)}`,
    );
  }
};
