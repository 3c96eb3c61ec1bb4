import { type Cause, causesOf } from "../causes";
import { permissionText } from "../exceptions";
import type { Proof } from "../gate";
import { rules } from "../invariants";
import { explain } from "../network";
import type { Pair } from "../reach-intent";
import { controlsOf } from "../rule-controls";
import { ruleNames } from "../rule-names";
import { applicationsGrid } from "./applications-grid";
import { causeLines } from "./cause-lines";
import { footholdsGrid } from "./footholds-grid";
import { type Grid, gridMarkdown } from "./grid";
import { reachGrid } from "./reach-grid";
import { secretsGrid, takeoversText } from "./secrets-grid";

/** A report as Markdown: the questions, the answers, and their limits. */
export function proofMarkdown(proof: Proof): string {
  const { intent } = proof;
  const causes = causesOf(proof.problems);
  return [
    `# Who can reach the data of ${intent.environment}`,
    "",
    ...question(proof),
    "",
    `**${causes.length === 0 ? "Proved." : `Not proved: ${causes.length} ${causes.length === 1 ? "difference" : "differences"}.`}** ${verdict(proof)}`,
    "",
    ...(causes.length > 0 ? section("Differences", causes.flatMap(differenceLines)) : []),
    ...(proof.exceptions.length > 0 ? section("Exceptions", exceptionLines(proof)) : []),
    ...section("Connections", connections(proof)),
    ...(proof.applications.length > 0 ? section("Applications", applications(proof)) : []),
    ...section("Credentials", credentials(proof)),
    ...section("An attacker inside", gridMarkdown(footholdsGrid(proof))),
    ...section("Rules", gridMarkdown(ruleGrid(proof))),
    ...section("Limits", boundaries(proof)),
  ].join("\n");
}

const section = (title: string, lines: readonly string[]): string[] => [`## ${title}`, "", ...lines, ""];

const question = ({ network: { sources, databases } }: Proof): string[] => [
  `Judged from the synthesized Terraform of all stacks together: ${sources.length} possible sources of connections and ` +
    `${databases.length} ${databases.length === 1 ? "database" : "databases"}, every address and port of each; every role, ` +
    "policy, key and secret. What is intended is read from config alone, not from the code that wrote the Terraform.",
];

const verdict = ({ problems }: Proof): string =>
  problems.length === 0
    ? "All principals that config intends to connect or to read a secret can, and no others can."
    : "What is possible and what config intends differ.";

function differenceLines(cause: Cause): string[] {
  const [first, ...others] = causeLines(cause);
  return [`- ${first}`, ...others.map((line) => `  - ${line.trim()}`)];
}

const exceptionLines = ({ exceptions }: Proof): string[] => [
  "Findings that config accepts, with the reason. An exception covers what it names and nothing else.",
  "",
  ...gridMarkdown([
    ["allowed", "reason", "needed"],
    ...exceptions.map(({ exception, excuses }) => [
      permissionText(exception),
      exception.reason,
      excuses.length > 0 ? "yes" : "**no**",
    ]),
  ]),
];

function connections(proof: Proof): string[] {
  const open = proof.pairs.filter(({ reach }) => reach.verdict === "ALLOWED");
  return [
    ...gridMarkdown(reachGrid(proof)),
    "",
    "Each named layer denies the source by itself, even if all other layers allowed everything. The layers are those of",
    "the direct path; paths through load balancers and endpoints are judged as well.",
    "",
    ...examples(open),
  ];
}

/** One example per database, since others differ only in names. */
function examples(open: readonly Pair[]): string[] {
  const first = new Map(open.toReversed().map((pair) => [pair.reach.database.name, pair]));
  const shown = [...first.values()].reverse().slice(0, 3);
  return shown.flatMap(({ reach }) => [
    `How a connection reaches ${reach.database.name}, component by component, and how its answer returns:`,
    "",
    "```",
    ...explain(reach),
    "```",
    "",
  ]);
}

const applications = (proof: Proof): string[] => [
  ...gridMarkdown(applicationsGrid(proof)),
  "",
  "A load balancer counts as forwarding to every address that its security group lets it reach, on any port: a target's",
  "address may since belong to another pod, or be registered by mistake. Pods of the same organization and nodes reach an",
  "application as well. A range without a route needs a connection of its network outside of this configuration.",
];

const credentials = (proof: Proof): string[] => [
  ...gridMarkdown(secretsGrid(proof)),
  "",
  ...(proof.identity.databaseLogins.length > 0
    ? [
        "Roles that log in to a database without a password:",
        "",
        ...gridMarkdown([
          ["role", "database", "user"],
          ...proof.identity.databaseLogins.map(({ role, database, user }) => [role, database, user]),
        ]),
        "",
      ]
    : []),
  takeoversText(proof.identity),
];

function ruleGrid({ invariants }: Proof): Grid {
  const rows = rules.map(({ id, threat }) => {
    const own = invariants.filter(({ rule }) => rule === id);
    const bad = own.filter(({ result }) => result !== "compliant");
    return [
      `${ruleNames[id]} (${[`\`${id}\``, ...controlsOf(id)].join(", ")})`,
      threat,
      result(own.length, bad.length),
    ];
  });
  return [["rule", "threat without it", "found"], ...rows];
}

const result = (all: number, bad: number): string => {
  if (all === 0) return "nothing to judge";
  return bad === 0 ? `holds in ${all} ${all === 1 ? "place" : "places"}` : `**broken in ${bad} of ${all}**`;
};

const boundaries = ({ identity }: Proof): string[] => [
  "These answers cover what Terraform declares. They cover neither what a controller, a console or another tool adds, nor",
  "rights inside of PostgreSQL.",
  "",
  ...identity.boundaries.map(({ name, meaning }) => `- **${name}**: ${meaning}`),
];
