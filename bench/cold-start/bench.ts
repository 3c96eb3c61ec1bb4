import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { credentialsCode } from "../../src/database/credentials-function";
import { type CodeProps, contentsOf } from "../../src/functions/code";
import { type Benchmark, median } from "../benchmark";
import { variables } from "../variables";

const folder = path.resolve("dist/bench/cold-start");
const starts = 15;

const codes: Readonly<Record<keyof typeof variables, CodeProps>> = {
  "database-credentials": credentialsCode(variables["database-credentials"].AWS_REGION),
  "register-targets": { source: "register-targets" },
};

/**
 * Writes a function to its own folder.
 *
 * @returns path of the file to load
 */
function write(name: string, files: Readonly<Record<string, Uint8Array | string>>): string {
  fs.mkdirSync(path.join(folder, name), { recursive: true });
  for (const [file, content] of Object.entries(files))
    fs.writeFileSync(path.join(folder, name, file), content);
  return path.join(folder, name, "index.js");
}

/** Milliseconds for a new process to start, load a file and exit. */
function startTime(file: string, env: Readonly<Record<string, string>>): number {
  const before = performance.now();
  const program = "require(process.argv[1]); process.exit()";
  const { status, stderr } = spawnSync(process.execPath, ["-e", program, file], { env, encoding: "utf8" });
  if (status !== 0) throw new Error(`${file} does not load: ${stderr}`);
  return performance.now() - before;
}

export const coldStart: Benchmark = (print) => {
  const empty = write("empty", { "index.js": "" });
  print(
    `Process that loads a function, against one that loads an empty module (median of ${starts} starts):`,
  );
  print("function                     code   cold start");
  for (const [name, code] of Object.entries(codes)) {
    const env = variables[name as keyof typeof variables];
    const { "index.js.map": _map, ...files } = contentsOf(code);
    const file = write(name, files);
    const bytes = Object.values(files).reduce((sum, content) => sum + content.length, 0);
    // The empty module is measured next to each start, because other load on the machine slows both down.
    const ratio = median(Array.from({ length: starts }, () => startTime(file, env) / startTime(empty, env)));
    print(
      `${name.padEnd(22)} ${`${Math.round(bytes / 1000)} kB`.padStart(10)} ${`${ratio.toFixed(1)} x`.padStart(12)}`,
    );
  }
};
