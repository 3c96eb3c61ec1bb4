// Prints the proof of a synthesized output folder, held against config/. Run by `npm run assurance`.
import { parseArgs } from "node:util";
import { problemText, proofJson, proofMarkdown, proofText, prove, readOutputFolder } from "../src/assurance";
import { proofHtml } from "../src/assurance/report/html/report";
import { loadEnvironments } from "../src/config/load";
import { intentOf } from "../src/stacks/intent";
import { printed } from "./printed";

const formats = {
  text: (proofs: Proofs) => proofs.map(proofText).join("\n\n"),
  markdown: (proofs: Proofs) => proofs.map(proofMarkdown).join("\n"),
  json: (proofs: Proofs) => JSON.stringify(proofs.map(proofJson), null, 2),
  html: proofHtml,
};
type Proofs = ReturnType<typeof prove>;

void printed(async () => {
  const { out, format } = parseArgs({
    options: { out: { type: "string", default: "cdktf.out" }, format: { type: "string", default: "text" } },
  }).values;
  const write = formats[format as keyof typeof formats];
  if (!write) throw new Error(`There is no format ${format}. Formats: ${Object.keys(formats).join(", ")}.`);
  const proofs = prove(readOutputFolder(out), loadEnvironments("config").map(intentOf));
  return {
    text: await write(proofs),
    problems: proofs
      .map(problemText)
      .filter((text) => text !== "")
      .join("\n"),
  };
});
