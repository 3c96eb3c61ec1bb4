import { App } from "cdktf";
import { defineCommand, findByName } from "../../scripts/frame/command";
import { prove, readOutputFolder } from "../../src/assurance";
import { loadEnvironments } from "../../src/config/load";
import type { Environment } from "../../src/config/model";
import { buildEnvironment } from "../../src/stacks/environment";
import { intentOf } from "../../src/stacks/intent";
import { environmentOf } from "./environment-of";

/** Measured work: returns seconds of processor time per repetition. */
type Work = (config: Environment, folder: string, times: number) => number[];

function synthesis(config: Environment, outdir: string): number[] {
  return [
    seconds(() => {
      const app = new App({ outdir });
      buildEnvironment(app, config);
      app.synth();
    }),
  ];
}

/** Each proof starts with reading the output folder. */
const proofs: Work = (config, folder, times) =>
  Array.from({ length: times }, () =>
    seconds(() => {
      const [found] = prove(readOutputFolder(folder), [intentOf(config)]);
      if (found?.problems.length !== 0) throw new Error("the environment is not proved");
    }),
  );

/** Seconds of processor time of some work. */
function seconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

const works: readonly { readonly name: string; readonly run: Work }[] = [
  { name: "synthesis", run: synthesis },
  { name: "proof", run: proofs },
];

/** Config with a number of organizations, or an environment of config/. */
const configOf = (name: string | undefined): Environment =>
  Number(name) > 0
    ? environmentOf(Number(name))
    : findByName("environment", name, loadEnvironments("config"));

export const command = defineCommand({
  name: "once",
  summary: "Measures a synthesis into a folder, or proofs of what is in it, for the benchmark beside it.",
  words: "WORK ENVIRONMENT FOLDER [TIMES]",
  answer({ positionals: [work, environment, folder = "", times = "1"] }) {
    const { run } = findByName("work", work, works);
    return { text: JSON.stringify(run(configOf(environment), folder, Number(times))), isData: true };
  },
});
