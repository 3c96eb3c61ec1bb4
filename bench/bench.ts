// Runs the benchmarks, or those that are named. Run by `npm run bench`, or `npm run bench -- assurance`.
import { assurance } from "./assurance/bench";
import { registerTargets } from "./register-targets/bench";

const benchmarks: Readonly<Record<string, () => void>> = {
  assurance,
  "register-targets": registerTargets,
};

const asked = process.argv.slice(2);
const unknown = asked.find((name) => !benchmarks[name]);
if (unknown !== undefined) {
  console.error(`There is no benchmark ${unknown}. Benchmarks: ${Object.keys(benchmarks).join(", ")}.`);
  process.exitCode = 1;
} else for (const name of asked.length > 0 ? asked : Object.keys(benchmarks)) benchmarks[name]?.();
