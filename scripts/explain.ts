// Explains who may connect to a database or read a secret, and why. Run by `npm run explain -- dev acme/metabase database`.
import { parseArgs } from "node:util";
import { explain, prove, questions, readOutputFolder } from "../src/assurance";
import { letReadersLeave } from "../src/config/errors";
import { loadEnvironments } from "../src/config/load";
import { intentOf } from "../src/stacks/intent";
import { sentence } from "./printed";

const usage = `Usage: npm run explain -- ENVIRONMENT [SOURCE [TARGET]] [--out FOLDER], such as dev acme/metabase secret.
Without SOURCE it lists what can be asked; TARGET is a database or a secret (database).`;

/** As grep has it: 0 for yes, 1 for no, 2 where there is no answer. */
const exitCodes = { allowed: 0, denied: 1, unknown: 2 } as const;

/** Prints the answer. @returns the exit code */
function answer(): number {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { out: { type: "string", default: "cdktf.out" } },
  });
  const [name, source, target = "database", ...others] = positionals;
  if (others.length > 0)
    throw new Error(
      `Nothing is asked by ${others.join(" ")}: put names of several words in quotes.\n${usage}`,
    );
  const environments = loadEnvironments("config");
  const environment = environments.find((one) => one.name === name);
  if (!environment)
    throw new Error(
      `${name === undefined ? "No environment named" : `There is no environment ${name} in config/`}. ` +
        `Environments: ${environments.map((one) => one.name).join(", ")}.\n${usage}`,
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

letReadersLeave();
try {
  process.exitCode = answer();
} catch (error) {
  console.error(sentence(error, usage));
  process.exitCode = exitCodes.unknown;
}
