import { explain, prove, questions, readOutputFolder } from "../src/assurance";
import { loadEnvironments } from "../src/config/load";
import { refuseOtherConfig } from "../src/stacks/config-digest";
import { guide, intentOf } from "../src/stacks/intent";
import { defineCommand, exitCodes, findByName } from "./frame/command";
import { outputFolder } from "./frame/options";

const exitCodeOf = { allowed: exitCodes.held, denied: exitCodes.didNotHold, unknown: exitCodes.notAsked };

export const command = defineCommand({
  name: "explain",
  summary:
    "Explains whether a source can connect to a database, open an application or read a secret, and why. Without SOURCE it lists all sources and targets; TARGET is a database, an application or a secret (default: database).",
  words: "ENVIRONMENT [SOURCE [TARGET]]",
  options: { out: outputFolder },
  examples: [
    "npm run explain -- dev acme/metabase database",
    "npm run explain -- dev acme/metabase globex/secret",
  ],
  held: "allowed",
  didNotHold: "denied",
  notAsked: "or not known: something on the path is not understood",
  answer({ values, positionals, progress }) {
    const [name, source, target = "database"] = positionals;
    const environment = findByName("environment", name, loadEnvironments("config"));
    progress.step(`Reading ${values.out}`);
    refuseOtherConfig(values.out, [environment], guide.synthesize);
    const [proof] = prove(readOutputFolder(values.out, guide.synthesize), [intentOf(environment)]);
    if (!proof) throw new Error(`Nothing was judged in ${values.out}.`);
    if (source === undefined) return { text: questions(proof).join("\n") };
    const { verdict, lines } = explain(proof, source, target);
    return { text: lines.join("\n"), exitCode: exitCodeOf[verdict] };
  },
});
