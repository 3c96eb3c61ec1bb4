// Explains who may connect to a database or read a secret, and why. Run by `npm run explain -- dev acme/metabase database`.
import { parseArgs } from "node:util";
import { explain, prove, questions, readOutputFolder } from "../src/assurance";
import { loadEnvironments } from "../src/config/load";
import { intentOf } from "../src/stacks/intent";

/** As grep has it: 0 for yes, 1 for no, 2 where there is no answer. */
const exitCodes = { allowed: 0, denied: 1, unknown: 2 } as const;

/** Prints the answer. @returns the exit code */
function answer(): number {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { out: { type: "string", default: "cdktf.out" } },
  });
  const [name, source, target = "database"] = positionals;
  const environments = loadEnvironments("config");
  const environment = environments.find((one) => one.name === name);
  if (!environment)
    throw new Error(
      "Usage: npm run explain -- ENVIRONMENT [SOURCE [TARGET]], such as dev acme/metabase secret.\n" +
        `Environments: ${environments.map((one) => one.name).join(", ")}.`,
    );
  const [proof] = prove(readOutputFolder(values.out), [intentOf(environment)]);
  if (!proof) throw new Error(`Nothing was judged in ${values.out}.`);
  if (source === undefined) {
    console.log(questions(proof).join("\n"));
    return 0;
  }
  const { verdict, lines } = explain(proof, source, target);
  console.log(lines.join("\n"));
  return exitCodes[verdict];
}

try {
  process.exitCode = answer();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = exitCodes.unknown;
}
