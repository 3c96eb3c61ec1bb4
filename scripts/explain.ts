// Explains who may connect to a database or read a secret, and why. Run by `npm run explain -- dev acme/metabase database`.
import { explain, prove, questions, readOutputFolder } from "../src/assurance";
import { loadEnvironments } from "../src/config/load";
import { intentOf } from "../src/stacks/intent";
import { exitCodes, named, run } from "./command";

const exitCodeOf = { allowed: exitCodes.yes, denied: exitCodes.no, unknown: exitCodes.noAnswer };

void run({
  usage: `Usage: npm run explain -- ENVIRONMENT [SOURCE [TARGET]] [options], such as dev acme/metabase secret
  Without SOURCE it lists what can be asked; TARGET is a database or a secret (database).
  --out FOLDER   output folder of synthesis to ask   (cdktf.out)`,
  options: { out: { type: "string", default: "cdktf.out" } },
  words: 3,
  answer({ values, positionals }) {
    const [name, source, target = "database"] = positionals;
    const environment = named("environment", name, loadEnvironments("config"));
    const [proof] = prove(readOutputFolder(values.out), [intentOf(environment)]);
    if (!proof) throw new Error(`Nothing was judged in ${values.out}.`);
    if (source === undefined) return { text: questions(proof).join("\n") };
    const { verdict, lines } = explain(proof, source, target);
    return { text: lines.join("\n"), exitCode: exitCodeOf[verdict] };
  },
});
