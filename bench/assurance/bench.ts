import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { App } from "cdktf";
import { prove, readOutputFolder } from "../../src/assurance";
import { loadEnvironments } from "../../src/config/load";
import type { Environment } from "../../src/config/model";
import { buildEnvironment } from "../../src/stacks/environment";
import { intentOf } from "../../src/stacks/intent";
import type { Benchmark } from "../benchmark";
import { environmentOf } from "./environment-of";

/** How many organizations an environment has. The first is there to warm up, and is not shown. */
const sizes = [30, 1, 100, 300, 1000];

interface Measured {
  readonly count: number;
  readonly synthesis: number;
  readonly proof: number;
}

/** Seconds of processor time that something takes. */
function seconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

function measured(count: number): Measured {
  const { synthesis, proofs } = timed(environmentOf(count));
  return { count, synthesis, proof: proofs[0] as number };
}

/** Synthesizes an environment, and proves it a number of times, each from what was written. */
function timed(config: Environment, times = 1): { readonly synthesis: number; readonly proofs: number[] } {
  const outdir = fs.mkdtempSync(path.join(os.tmpdir(), "bench-"));
  try {
    const synthesis = seconds(() => {
      const app = new App({ outdir });
      buildEnvironment(app, config);
      app.synth();
    });
    const proofs = Array.from({ length: times }, () =>
      seconds(() => {
        const [found] = prove(readOutputFolder(outdir), [intentOf(config)]);
        if (found?.problems.length !== 0) throw new Error("the environment is not proved");
      }),
    );
    return { synthesis, proofs };
  } finally {
    fs.rmSync(outdir, { recursive: true });
  }
}

/** How often a shipped environment is proved: the middle of so many times is what is told. */
const repetitions = 20;

function shipped(name: string): string {
  const config = loadEnvironments("config").find((one) => one.name === name);
  if (!config) return `There is no environment ${name} under config/.`;
  const sorted = timed(config, repetitions).proofs.sort((a, b) => a - b);
  const median = sorted[repetitions / 2] as number;
  return `${name}, as config/ has it: ${Math.round(1000 * median)} ms, median of ${repetitions} proofs in one process`;
}

const shown = (value: number, unit: string): string =>
  `${value.toFixed(value < 10 ? 2 : 0)} ${unit}`.padStart(10);

export const assurance: Benchmark = (print) => {
  print("The proof of one environment against its synthesis, in processor time:");
  print("organizations  synthesis      proof  proof/synthesis  proof of one more");
  let before: Measured | undefined;
  for (const [index, size] of sizes.entries()) {
    const { count, synthesis, proof } = measured(size);
    if (index === 0) continue;
    const more = before ? shown((1000 * (proof - before.proof)) / (count - before.count), "ms") : "";
    print(
      `${String(count).padStart(13)} ${shown(synthesis, "s")} ${shown(proof, "s")} ${`${Math.round((100 * proof) / synthesis)} %`.padStart(16)} ${more.padStart(18)}`,
    );
    before = { count, synthesis, proof };
  }
  print(shipped("dev"));
};
