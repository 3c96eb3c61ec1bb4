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
    "Counts the synthesized resources, and prints their monthly cost by list prices, without charges by use. docs/cost.md lists what is not included.",
  options: {
    out: outputFolder,
    page: { type: "boolean", about: `write ${page}, from the shipped environments` },
  },
  examples: ["npm start && npm run cost"],
  answer({ values, progress }) {
    if (!values.page)
      return { text: `List prices of ${asOf.region}, ${asOf.date}\n\n${costTable(resourcesIn(values.out))}` };
    progress.step("Synthesizing environments with each key");
    fs.writeFileSync(page, costPage());
    return { text: `Written: ${page}` };
  },
});
