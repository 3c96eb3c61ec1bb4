// Explains one connection hop by hop. Run by `npm run explain -- dev acme/metabase database`.
import { parseArgs } from "node:util";
import { explainReach, prove, readOutputFolder } from "../src/assurance";
import { loadEnvironments } from "../src/config/load";
import { intentOf } from "../src/stacks/intent";
import { printed } from "./printed";

void printed(() => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { out: { type: "string", default: "cdktf.out" } },
  });
  const [environment, source, database = "database"] = positionals;
  const environments = loadEnvironments("config");
  const intents = environments.filter(({ name }) => name === environment).map(intentOf);
  const [proof] = prove(readOutputFolder(values.out), intents);
  if (!proof || !source)
    throw new Error(
      "Usage: npm run explain -- <environment> <source> [database], such as dev acme/metabase dev-shared.\n" +
        `Environments: ${environments.map(({ name }) => name).join(", ")}.`,
    );
  return { text: explainReach(proof, source, database).join("\n"), problems: "" };
});
