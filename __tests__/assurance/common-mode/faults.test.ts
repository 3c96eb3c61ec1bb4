import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { buildSync } from "esbuild";
import { inFolder } from "../../config/support";
import { full, seed } from "../../support/effort";
import { files } from "./config";
import { equivalent } from "./equivalent";
import type { Outcome } from "./run";

/*
 * Mistakes that constructs and proof could have in common: in what makes names and resolves config. Each function in turn
 * returns a constant, another call's result or nothing, and each setting is another one than its file says.
 */

/** Each process makes a share of the faults, because CDKTF keeps every app in memory. */
const share = full(160, 8);
const turns = full(
  [seed % share],
  Array.from({ length: share }, (_, turn) => turn),
);

const project = path.resolve(__dirname, "../../..");

/** The project compiled file by file, below itself, where packages are found. */
function compiled(): string {
  fs.mkdirSync(path.join(project, "dist"), { recursive: true });
  const folder = fs.mkdtempSync(path.join(project, "dist/common-mode-"));
  buildSync({
    absWorkingDir: project,
    entryPoints: ["src/**/*.ts", "src/**/*.json", "__tests__/assurance/common-mode/*.ts"],
    loader: { ".json": "copy" },
    outdir: folder,
    outbase: ".",
    format: "cjs",
    platform: "node",
    target: "node20",
    logLevel: "error",
  });
  // What functions run has no part in this, and takes a third of the time to bundle.
  const noCode = 'module.exports = { ...module.exports, bundle: () => ({ "index.js": Buffer.of() }) };';
  fs.appendFileSync(path.join(folder, "src/functions/bundle.js"), `\n${noCode}\n`);
  return folder;
}

function outcomesOf(config: string): Outcome[] {
  const folder = compiled();
  try {
    const program = path.join(folder, "__tests__/assurance/common-mode/run.js");
    return turns.flatMap((turn) => {
      const first = [
        ...["for-cdktf.js", "optimize-later.js"].map((file) => path.join(project, "scripts", file)),
        path.join(project, "__tests__/support/jest/plain-values.js"),
      ];
      const start = first.flatMap((file) => ["--require", file]);
      const words = [...start, program, config, path.join(folder, "out"), String(share), String(turn)];
      const lines = execFileSync(process.execPath, words, { encoding: "utf8", maxBuffer: 2 ** 28 });
      return lines
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line));
    });
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

const nameOf = ({ of, kind, since }: Outcome): string => `${of} (${kind}, since ${since})`;

const reasonFor = (outcome: Outcome): string | undefined =>
  equivalent.find(([of]) => of.test(nameOf(outcome)))?.[1];

/** How many faults ended in which way, and why some may pass. */
function table(outcomes: readonly Outcome[]): string {
  const counts = new Map<string, number>();
  for (const { end } of outcomes) counts.set(end, (counts.get(end) ?? 0) + 1);
  const passed = outcomes.filter(({ end }) => end === "survived");
  return [
    `${outcomes.length} faults: ${[...counts].map(([end, count]) => `${count} ${end}`).join(", ")}`,
    ...passed.map((one) => `  ${nameOf(one)}: ${reasonFor(one) ?? "NOT REFUSED"}`),
  ].join("\n");
}

test(
  "a mistake that constructs and gate could share is refused, or has no effect on the result",
  () => {
    const outcomes = inFolder(files, outcomesOf);
    process.stdout.write(`${table(outcomes)}\n`);
    expect(outcomes.length).toBeGreaterThanOrEqual(full(2, 200));
    const passed = outcomes.filter(({ end }) => end === "survived");
    expect(passed.filter((one) => reasonFor(one) === undefined).map(nameOf)).toEqual([]);
    const stale = equivalent.filter(([of]) => !passed.some((one) => of.test(nameOf(one))));
    expect(full([], stale)).toEqual([]);
  },
  full(120_000, 1_800_000),
);
