import fs from "node:fs";
import {
  changesBetween,
  changesMarkdown,
  type Proof,
  problemsText,
  proofJson,
  proofMarkdown,
  proofText,
  prove,
  provedBefore,
  readOutputFolder,
  type StackSource,
  unjudgedStacks,
  withPlan,
} from "../src/assurance";
import { proofHtml } from "../src/assurance/report/html/report";
import { loadEnvironments } from "../src/config/load";
import { refuseOtherConfig } from "../src/stacks/config-digest";
import { guide, intentOf } from "../src/stacks/intent";
import { defineCommand, didYouMean, findByName, UsageError } from "./frame/command";
import { outputFolder } from "./frame/options";

/** Formats the result of proofs, or the changes since earlier ones. */
type Write = (proofs: readonly Proof[], before: readonly Proof[]) => string | Promise<string>;

const reports: Readonly<Record<string, Write>> = {
  text: (proofs) => proofs.map(proofText).join("\n\n"),
  markdown: (proofs) => proofs.map(proofMarkdown).join("\n"),
  json: (proofs) => JSON.stringify(proofs.map(proofJson), null, 2),
  html: proofHtml,
};

const comparisons: Readonly<Record<string, Write>> = {
  markdown: (after, before) => changesMarkdown(changesBetween(before, after)),
  json: (after, before) => JSON.stringify(changesBetween(before, after), null, 2),
};

export const command = defineCommand({
  name: "assurance",
  summary:
    "Judges a synthesized output folder against config, and prints who can connect to databases and read secrets, or what changed. Without ENVIRONMENT it judges all.",
  words: "[ENVIRONMENT ...]",
  options: {
    out: outputFolder,
    plan: {
      type: "string",
      value: "STACK=FILE",
      multiple: true,
      default: [],
      about: "judge this stack by its plan; FILE is the output of terraform show -json; may be repeated",
    },
    format: { type: "string", value: "FORMAT", about: "text, markdown, json or html (default: text)" },
    base: {
      type: "string",
      value: "FOLDER",
      about: "print only what changed since this output folder, in markdown or json",
    },
    output: { type: "string", value: "FILE", about: "write to a file instead of the terminal" },
  },
  examples: [
    "npm run assurance -- prod --format html --output prod.html",
    "npm run assurance -- --base ../main/cdktf.out",
  ],
  held: "proved: exactly the access that config intends is possible",
  didNotHold: "not proved: stderr has the counter-examples",
  async answer({ values, positionals, progress }) {
    const { base, format } = values;
    const write =
      base === undefined ? chosen(reports, format ?? "text") : chosen(comparisons, format ?? "markdown");
    const environments = loadEnvironments("config");
    const asked = new Set(positionals.map((name) => findByName("environment", name, environments)));
    const intents = environments.map(intentOf);
    progress.step(`Reading ${values.out}`);
    refuseOtherConfig(values.out, asked.size === 0 ? environments : [...asked], guide.synthesize);
    const sources = planned(readOutputFolder(values.out, guide.synthesize), values.plan);
    const before =
      base === undefined
        ? []
        : provedBefore(readOutputFolder(base, guide.synthesize), intents, guide, positionals);
    progress.step("Proving");
    const proofs = prove(sources, asked.size === 0 ? intents : [...asked].map(intentOf));
    const text = await write(proofs, before);
    if (values.output !== undefined) fs.writeFileSync(values.output, `${text}\n`);
    return {
      text: values.output === undefined ? text : `Written to ${values.output}`,
      problems: problemsText(proofs, unjudgedStacks(sources, intents)),
      isData: (format ?? "text") !== "text" || base !== undefined,
    };
  },
});

function planned(sources: readonly StackSource[], plans: readonly string[]): readonly StackSource[] {
  return plans.reduce((known, plan) => {
    const [stack = "", ...file] = plan.split("=");
    if (file.length === 0) throw new UsageError(`--plan ${plan} names no stack: --plan <stack>=<file>.`);
    return withPlan(known, stack, file.join("="));
  }, sources);
}

function chosen(formats: Readonly<Record<string, Write>>, format: string): Write {
  const write = Object.hasOwn(formats, format) ? formats[format] : undefined;
  if (write) return write;
  const what = formats === comparisons ? " for what changed" : "";
  throw new UsageError(
    `There is no format ${format}${what}; allowed: ${Object.keys(formats).join(", ")}.${didYouMean(format, Object.keys(formats))}`,
  );
}
