import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { type BuildOptions, buildSync } from "esbuild";
import { type Benchmark, median } from "../benchmark";
import { variables } from "../variables";

/** Compares the function bundled with the SDK, as deployed, with the same code that loads the SDK from node_modules. */
const folder = path.resolve("dist/bench/register-targets");
const entry = "lambda-src/register-targets/handler.ts";
const starts = 15;

const environment = variables["register-targets"];

/** Recommended bundling: from the SDK's ES modules, of which esbuild removes unused code. */
const common: BuildOptions = {
  entryPoints: [entry],
  bundle: true,
  platform: "node",
  target: "node20",
  mainFields: ["module", "main"],
  minify: true,
};

function build(name: string, options: BuildOptions): string {
  const outfile = path.join(folder, name);
  buildSync({ ...common, ...options, outfile });
  return outfile;
}

/** Median milliseconds for a new process to load a file, without the process itself. */
function loadTime(file: string): number {
  const measure = "const t = performance.now(); require(process.argv[1]); console.log(performance.now() - t)";
  const times = Array.from({ length: starts }, () => {
    const { stdout, stderr } = spawnSync(process.execPath, ["-e", measure, file], {
      env: environment,
      encoding: "utf8",
    });
    if (!stdout) throw new Error(`${file} does not load: ${stderr}`);
    return Number(stdout.trim().split("\n").at(-1));
  });
  return median(times);
}

/** Size of the packages that the unbundled code loads, which its zip would contain. */
function loadedPackages(file: string): number {
  const list =
    "require(process.argv[1]); console.log(JSON.stringify(Object.keys(require.cache).filter((f) => f.includes('node_modules'))))";
  const { stdout } = spawnSync(process.execPath, ["-e", list, file], {
    env: environment,
    encoding: "utf8",
  });
  const files = JSON.parse(stdout.trim().split("\n").at(-1) as string) as string[];
  return files.reduce((sum, each) => sum + fs.statSync(each).size, 0);
}

export const registerTargets: Benchmark = (print) => {
  const bundled = build("bundled.js", {});
  const unbundled = build("unbundled.js", { packages: "external" });
  const size = {
    bundled: fs.statSync(bundled).size,
    unbundled: fs.statSync(unbundled).size + loadedPackages(unbundled),
  };
  const time = { bundled: loadTime(bundled), unbundled: loadTime(unbundled) };
  const percent = (part: number, whole: number): string => `${Math.round((100 * part) / whole)} %`;

  print(`register-targets, bundled with its SDK against unbundled:
  size:      ${percent(size.bundled, size.unbundled)} (${Math.round(size.bundled / 1024)} KiB)
  load time: ${percent(time.bundled, time.unbundled)} (${Math.round(time.bundled)} ms, median of ${starts} starts)`);
};
