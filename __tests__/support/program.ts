import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

// A program for Node.js alone, which bundles before there is anything that reads TypeScript.
const { bundle }: { bundle(entry: string, outfile: string): void } = require("../../scripts/run.js");

export const project = path.resolve(__dirname, "../..");

// Beside node_modules, so that packages resolve, and not where another suite bundles at the same time.
const folder = path.join(project, "dist", `test-${process.pid}`);
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

/** What a program loads first to take the bundles of functions that another one made in this run. */
export const bundledOnce = path.join(__dirname, "bundled-once.js");

/** A program of the project, bundled for a test file. */
export class Program {
  readonly file: string;

  /** @param entry such as `scripts/explain.ts` */
  constructor(entry: string) {
    this.file = path.join(folder, entry.replace(/\.ts$/, ".js"));
    bundle(entry, this.file);
  }

  /** Runs it as `npm run` does, on the shipped config unless it is told to run elsewhere. */
  run(
    words: readonly string[] = [],
    options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
  ): SpawnSyncReturns<string> {
    return spawnSync(process.execPath, [this.file, ...words], { cwd: project, ...options, encoding: "utf8" });
  }

  /** The same, into a command that may end before everything is said, such as `head`. The status is the program's. */
  runInto(command: string, options: { readonly cwd: string }): SpawnSyncReturns<string> {
    const pipe = `set -o pipefail; "${process.execPath}" --require "${bundledOnce}" "${this.file}" | ${command}`;
    return spawnSync("bash", ["-c", pipe], { ...options, encoding: "utf8" });
  }
}
