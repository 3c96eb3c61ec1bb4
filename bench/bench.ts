import { defineCommand, findByName } from "../scripts/frame/command";
import { assurance } from "./assurance/bench";
import type { Benchmark } from "./benchmark";
import { coldStart } from "./cold-start/bench";
import { registerTargets } from "./register-targets/bench";

const benchmarks: readonly { readonly name: string; readonly run: Benchmark }[] = [
  { name: "assurance", run: assurance },
  { name: "cold-start", run: coldStart },
  { name: "register-targets", run: registerTargets },
];

export const command = defineCommand({
  name: "bench",
  summary:
    "Times synthesis and proof of up to a thousand organizations (assurance), the start of each function (cold-start), and the function that follows a failover (register-targets).",
  words: "[BENCHMARK ...]",
  examples: ["npm run bench -- assurance"],
  held: "measured",
  answer({ positionals, print }) {
    const asked = positionals.map((name) => findByName("benchmark", name, benchmarks));
    for (const { run } of asked.length > 0 ? asked : benchmarks) run(print);
    return { text: "" };
  },
});
