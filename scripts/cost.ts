import fs from "node:fs";
import { costPage } from "./cost/page";
import { asOf } from "./cost/prices";
import { resourcesIn } from "./cost/resources";
import { costTable } from "./cost/table";
import { defineCommand } from "./frame/command";
import { outputFolder } from "./frame/options";

const page = "docs/cost.md";

export const command = defineCommand({
  name: "cost",
  summary:
    "Counts what was synthesized, and says what it costs a month by list prices, as far as it does not go by use. docs/cost.md says what is not in it.",
  options: {
    out: outputFolder,
    page: { type: "boolean", about: `write ${page}, from the shipped environments` },
  },
  examples: ["npm start && npm run cost"],
  answer({ values, progress }) {
    if (!values.page)
      return { text: `List prices of ${asOf.region}, ${asOf.date}\n\n${costTable(resourcesIn(values.out))}` };
    progress.step("Synthesizing environments with each switch");
    fs.writeFileSync(page, costPage());
    return { text: `Written: ${page}` };
  },
});
