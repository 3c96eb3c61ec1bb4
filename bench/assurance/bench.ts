import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { type Benchmark, median } from "../benchmark";

/** Numbers of organizations, and number of runs, of which the median is printed. */
const sizes = [
  { count: 1, runs: 3 },
  { count: 100, runs: 5 },
  { count: 300, runs: 3 },
  { count: 1000, runs: 3 },
];

/** A shipped environment, which one process proves repeatedly. */
const shipped = { name: "dev", proofs: 20 };

/** Seconds of one part in a separate process, as for a command, so that nothing is cached. */
function once(work: "synthesis" | "proof", environment: string, folder: string, times = 1): number[] {
  const words = ["scripts/run.js", "bench/assurance/once.ts", work, environment, folder, String(times)];
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: "utf8" });
  if (status !== 0) throw new Error(`The ${work} of ${environment} failed: ${stderr}`);
  return JSON.parse(stdout) as number[];
}

/** Synthesizes an environment, and proves it a number of times. */
function measured(environment: string, times = 1) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "bench-"));
  try {
    const [synthesis = 0] = once("synthesis", environment, folder);
    const [proof = 0, ...more] = once("proof", environment, folder, times);
    return { synthesis, proof, more, ratio: proof / synthesis };
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

const shown = (value: number, unit: string): string =>
  `${value.toFixed(value < 10 ? 2 : 0)} ${unit}`.padStart(10);

function shippedText(): string {
  const { proof, more } = measured(shipped.name, 1 + shipped.proofs);
  const [cold, warm] = [proof, median(more)].map((seconds) => Math.round(1000 * seconds));
  return `${shipped.name}, as config/ has it: ${cold} ms for the first proof of a process, which compiles it, then ${warm} ms (median of ${shipped.proofs})`;
}

export const assurance: Benchmark = (print) => {
  print(
    "The proof of one environment against its synthesis, in processor time, each in a process of its own:",
  );
  print("organizations  synthesis      proof  proof/synthesis  proof of one more");
  let before: { readonly count: number; readonly proof: number } | undefined;
  for (const { count, runs } of sizes) {
    // Interleaved, so that other load on the machine slows both down.
    const all = Array.from({ length: runs }, () => measured(String(count)));
    const [synthesis, proof, ratio] = [
      median(all.map((one) => one.synthesis)),
      median(all.map((one) => one.proof)),
      median(all.map((one) => one.ratio)),
    ];
    const more = before ? shown((1000 * (proof - before.proof)) / (count - before.count), "ms") : "";
    print(
      `${String(count).padStart(13)} ${shown(synthesis, "s")} ${shown(proof, "s")} ${`${Math.round(100 * ratio)} %`.padStart(16)} ${more.padStart(18)}`,
    );
    before = { count, proof };
  }
  print(shippedText());
};
