import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { buildSync } from "esbuild";

const project = path.resolve(__dirname, "../..");

/** A folder with a copy of the shipped config, or with what `change` makes of it, in which the real program runs. */
export class AppFolder {
  readonly path = fs.mkdtempSync(path.join(os.tmpdir(), "app-"));

  constructor() {
    fs.cpSync(path.join(project, "config"), path.join(this.path, "config"), { recursive: true });
  }

  write(file: string, text: string): void {
    const target = path.join(this.path, file);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, text);
  }

  remove(file: string): void {
    fs.rmSync(path.join(this.path, file), { recursive: true });
  }

  /** Runs the program here, as `npm start` and the CDKTF CLI run it. */
  run(env: Record<string, string> = {}): { status: number | null; stdout: string; stderr: string } {
    const { CDKTF_OUTDIR: _, SYNTH_HCL_OUTPUT: __, ...inherited } = process.env;
    return spawnSync(process.execPath, [bundle()], {
      cwd: this.path,
      env: { ...inherited, ...env },
      encoding: "utf8",
    });
  }

  /** The same, into a command that may end before everything is said, such as `head`. The status is the program's. */
  runInto(command: string): { status: number | null; stderr: string } {
    const pipe = `set -o pipefail; "${process.execPath}" "${bundle()}" | ${command}`;
    return spawnSync("bash", ["-c", pipe], { cwd: this.path, encoding: "utf8" });
  }

  /** Every synthesized file: path below cdktf.out and text. */
  output(): Map<string, string> {
    const out = path.join(this.path, "cdktf.out");
    if (!fs.existsSync(out)) return new Map();
    const files = fs
      .readdirSync(out, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile());
    return new Map(
      files
        .map((file) => path.join(file.parentPath, file.name))
        .sort()
        .map((file) => [path.relative(out, file), fs.readFileSync(file, "utf8")]),
    );
  }

  dispose(): void {
    fs.rmSync(this.path, { recursive: true, force: true });
  }
}

let bundled: string | undefined;

/** main.ts as one file, beside node_modules so that its packages resolve. */
function bundle(): string {
  if (!bundled) {
    bundled = path.join(project, "dist", `test-${process.pid}`, "main.js");
    buildSync({
      entryPoints: [path.join(project, "main.ts")],
      bundle: true,
      platform: "node",
      packages: "external",
      outfile: bundled,
      logLevel: "error",
    });
  }
  return bundled;
}

afterAll(() => {
  if (bundled) fs.rmSync(path.dirname(bundled), { recursive: true, force: true });
});
