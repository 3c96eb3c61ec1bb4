// Judges a synthesized output folder, held against config/, and prints a report or what changed. Run by `npm run assurance`.
import fs from "node:fs";
import { parseArgs } from "node:util";
import {
  changesBetween,
  changesMarkdown,
  environmentNames,
  nothingMeant,
  type Proof,
  problemsText,
  proofJson,
  proofMarkdown,
  proofText,
  prove,
  readOutputFolder,
  type StackSource,
  stray,
  withPlan,
} from "../src/assurance";
import { proofHtml } from "../src/assurance/report/html/report";
import { loadEnvironments } from "../src/config/load";
import { intentOf } from "../src/stacks/intent";
import { printed } from "./printed";

const usage = `Usage: npm run assurance -- [environment ...] [options]
  --out FOLDER         output folder of synthesis to judge          (cdktf.out)
  --plan STACK=FILE    judge this stack as a plan of it says; FILE is what terraform show -json prints
  --format FORMAT      text, markdown, json or html                 (text)
  --base FOLDER        what changed since this output folder instead, in markdown or json
  --output FILE        write to a file instead of the terminal`;

/** Writes what is so, or what is otherwise than before. */
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

void printed(usage, async () => {
  const { values, positionals } = options();
  const { base, format } = values;
  const write =
    base === undefined ? chosen(reports, format ?? "text") : chosen(comparisons, format ?? "markdown");
  const intents = loadEnvironments("config").map(intentOf);
  const asked = named(intents, positionals);
  const sources = planned(readOutputFolder(values.out), values.plan);
  const before = base === undefined ? [] : provedBefore(readOutputFolder(base), intents, positionals);
  const proofs = prove(sources, asked);
  const text = await write(proofs, before);
  if (values.output !== undefined) fs.writeFileSync(values.output, `${text}\n`);
  return {
    text: values.output === undefined ? text : `Written to ${values.output}`,
    problems: problemsText(proofs, stray(sources, intents)),
  };
});

function options() {
  const text = { type: "string" } as const;
  return parseArgs({
    allowPositionals: true,
    options: {
      out: { ...text, default: "cdktf.out" },
      plan: { ...text, multiple: true, default: [] },
      format: text,
      base: text,
      output: text,
    },
  });
}

/** The intents of the environments that were named; all of them where none was. */
function named<T extends { readonly environment: string }>(
  intents: readonly T[],
  names: readonly string[],
): readonly T[] {
  const known = intents.map(({ environment }) => environment);
  const strange = names.find((name) => !known.includes(name));
  if (strange !== undefined)
    throw new Error(
      `There is no environment ${strange} in config/. Environments: ${known.join(", ")}.\n${usage}`,
    );
  return names.length === 0 ? intents : intents.filter(({ environment }) => names.includes(environment));
}

function planned(sources: readonly StackSource[], plans: readonly string[]): readonly StackSource[] {
  return plans.reduce((known, plan) => {
    const [stack = "", ...file] = plan.split("=");
    if (file.length === 0)
      throw new Error(`--plan ${plan} does not say of which stack: --plan <stack>=<file>.`);
    return withPlan(known, stack, file.join("="));
  }, sources);
}

/** What was so before: environments that config no longer has are in it too, held against nothing. */
function provedBefore(
  sources: readonly StackSource[],
  intents: readonly ReturnType<typeof intentOf>[],
  names: readonly string[],
): Proof[] {
  const there = environmentNames(sources).filter((name) => names.length === 0 || names.includes(name));
  return prove(
    sources,
    there.map((name) => intents.find(({ environment }) => environment === name) ?? nothingMeant(name)),
  );
}

function chosen(formats: Readonly<Record<string, Write>>, format: string): Write {
  const write = Object.hasOwn(formats, format) ? formats[format] : undefined;
  if (write) return write;
  const what = formats === comparisons ? " for what changed" : "";
  throw new Error(`There is no format ${format}${what}. Formats: ${Object.keys(formats).join(", ")}.`);
}
