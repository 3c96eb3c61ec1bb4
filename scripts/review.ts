import path from "node:path";
import {
  changesBetween,
  changesMarkdown,
  type Proof,
  problemsText,
  prove,
  provedBefore,
  readOutputFolder,
  unjudgedStacks,
} from "../src/assurance";
import type { RuleId } from "../src/assurance/rule-names";
import { loadEnvironments } from "../src/config/load";
import { refuseOtherConfig } from "../src/stacks/config-digest";
import { guide, intentOf } from "../src/stacks/intent";
import { defineCommand } from "./frame/command";

/**
 * Rules about what Terraform runs, loads and reads during a plan. Code that violates them, or that they do not
 * understand, is not planned, whatever config accepts, until the code that knows it is merged.
 */
const rulesOfPlanning: ReadonlySet<string> = new Set<RuleId>([
  "terraform-runs-nothing",
  "only-known-kinds",
  "arguments-known",
  "providers-own-place",
  "states-own-place",
]);

export const command = defineCommand({
  name: "review",
  summary:
    "Judges the output of a pull request with the code of this checkout, and prints the comment for its reviewers. It reads the pull request's files and runs none of them.",
  options: {
    "pull-request": {
      type: "string",
      value: "FOLDER",
      default: ".",
      about: "project folder of the pull request, with config and cdktf.out",
    },
    base: {
      type: "string",
      value: "FOLDER",
      about: "output folder of the base branch (default: none, and changes are not listed)",
    },
  },
  examples: ["npm run -s review -- --pull-request ../pull-request --base cdktf.out"],
  held: "Terraform may plan these stacks; the comment says whether they are proved",
  didNotHold: "Terraform would run or load something that this code does not know: plan nothing",
  answer({ values, progress }) {
    const folder = values["pull-request"];
    const environments = loadEnvironments(path.join(folder, "config"));
    const intents = environments.map(intentOf);
    const outdir = path.join(folder, "cdktf.out");
    progress.step(`Reading ${outdir}`);
    refuseOtherConfig(outdir, environments, guide.synthesize);
    const sources = readOutputFolder(outdir, guide.synthesize);
    progress.step("Proving");
    const proofs = prove(sources, intents);
    const strays = unjudgedStacks(sources, intents);
    const before =
      values.base === undefined
        ? undefined
        : provedBefore(readOutputFolder(values.base, guide.synthesize), intents, guide);
    const refused = [
      ...strays.map(
        (name) => `${name} belongs to no environment in config: Terraform would plan it without a judgement.`,
      ),
      ...proofs.flatMap(brokenRulesOfPlanning),
    ];
    return {
      text: comment(problemsText(proofs, strays), before && changesBetween(before, proofs)),
      problems: refused.join("\n"),
      isData: true,
    };
  },
});

const brokenRulesOfPlanning = ({ intent, invariants }: Proof): string[] =>
  invariants
    .filter(({ rule, result }) => result !== "compliant" && rulesOfPlanning.has(rule))
    .map(({ rule, place, found }) => `${intent.environment}: ${place}: ${found} (${rule})`);

/** Maximum number of lines of problems: for code that is refused, the first ones are sufficient. */
const mostProblemLines = 40;

function comment(problems: string, changes: ReturnType<typeof changesBetween> | undefined): string {
  // Problems contain names of a pull request, which must not end the code block.
  const lines = problems === "" ? [] : problems.replaceAll("`", "'").split("\n");
  const more = lines.length - mostProblemLines;
  const notProved = [
    "**Not proved by the code of the base branch.** This pull request declares something unknown to it, or something wrong:",
    "",
    "```",
    ...lines.slice(0, mostProblemLines),
    ...(more > 0 ? [`${more} more lines`] : []),
    "```",
    "",
  ];
  return [
    ...(lines.length > 0 ? notProved : ["Proved by the code of the base branch.", ""]),
    changes ? changesMarkdown(changes) : "There is no base to compare with.",
  ].join("\n");
}
