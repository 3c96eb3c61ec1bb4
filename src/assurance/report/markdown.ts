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
import { secretsGrid } from "./secrets-grid";

/** A report to keep: what was asked, what the answer is, and where the answer ends. */
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
    ...section("Where this ends", boundaries(proof)),
  ].join("\n");
}

const section = (title: string, lines: readonly string[]): string[] => [`## ${title}`, "", ...lines, ""];

const question = ({ network: { sources, databases } }: Proof): string[] => [
  `Judged from the synthesized Terraform of all stacks together: ${sources.length} possible sources of connections and ` +
    `${databases.length} ${databases.length === 1 ? "database" : "databases"}, every address and port of each; every role, ` +
    "policy, key and secret. What is meant is read from config alone, not from the code that wrote the Terraform.",
];

const verdict = ({ problems }: Proof): string =>
  problems.length === 0
    ? "All principals that are meant to connect or read a secret can, and no other can."
    : "What is possible and what is meant are not the same.";

function differenceLines(cause: Cause): string[] {
  const [first, ...others] = causeLines(cause);
  return [`- ${first}`, ...others.map((line) => `  - ${line.trim()}`)];
}

const exceptionLines = ({ exceptions }: Proof): string[] => [
  "Possible and not meant, but allowed by config for a reason. An exception allows what it names and no more.",
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
    "Each layer named here denies the source by itself, even if all other layers allowed everything. Layers are those of",
    "the direct way; ways through load balancers and endpoints are judged as well.",
    "",
    ...examples(open),
  ];
}

/** One example a database: the others differ in names. */
function examples(open: readonly Pair[]): string[] {
  const first = new Map(open.toReversed().map((pair) => [pair.reach.database.name, pair]));
  const shown = [...first.values()].reverse().slice(0, 3);
  return shown.flatMap(({ reach }) => [
    `How a connection gets to ${reach.database.name}, component by component, and its answer back:`,
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
  "A load balancer counts as leading to whatever its security group lets it reach, on any port: an address that was given to",
  "another pod, or registered by mistake, is among its targets. Pods of the same organization and nodes reach an application",
  "as well. Where no route leads, a network of yours has to be connected outside of this configuration.",
];

const credentials = (proof: Proof): string[] => [
  ...gridMarkdown(secretsGrid(proof)),
  "",
  ...(proof.identity.databaseLogins.length > 0
    ? [
        "Roles that log in without a password:",
        "",
        ...gridMarkdown([
          ["role", "database", "user"],
          ...proof.identity.databaseLogins.map(({ role, database, user }) => [role, database, user]),
        ]),
        "",
      ]
    : []),
  proof.identity.takeovers.length === 0
    ? "No role has an indirect way to a credential: none can replace code, policies or trust of what may read one."
    : `Indirect ways: ${proof.identity.takeovers.map(({ by, means }) => `${by} ${means}`).join("; ")}.`,
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
  return [["rule", "without it", "found"], ...rows];
}

const result = (all: number, bad: number): string => {
  if (all === 0) return "nothing to judge";
  return bad === 0 ? `holds in ${all} ${all === 1 ? "place" : "places"}` : `**broken in ${bad} of ${all}**`;
};

const boundaries = ({ identity }: Proof): string[] => [
  "The world of these answers is what Terraform declares. What a controller, a console or another tool adds to it is not in",
  "it, and neither is who may do what inside of PostgreSQL.",
  "",
  ...identity.boundaries.map(({ name, meaning }) => `- **${name}**: ${meaning}`),
];
