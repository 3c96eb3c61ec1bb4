import fs from "node:fs";
import path from "node:path";
import { checkInvariants, type Judgement } from "../../../src/assurance/invariants/check";
import type { OwnerChoices } from "../../../src/assurance/invariants/rule";
import { rules } from "../../../src/assurance/invariants/rules/all";
import { ruleNames } from "../../../src/assurance/rule-names";
import { Configuration } from "../../../src/assurance/terraform";
import { atLeastOne } from "../../support/at-least-one";
import { environment, opened, organization } from "../../support/fixtures";
import { Stacks } from "../identity/support";
import { shippedSources, sourcesOf } from "../support/sources";
import { credentials } from "./breaches/credentials";
import { data } from "./breaches/data";
import { kubernetes } from "./breaches/kubernetes";
import { nested } from "./breaches/nested";
import { platform } from "./breaches/platform";
import { platformCode } from "./breaches/platform-code";
import { terraform } from "./breaches/terraform";

const breaches = [
  ...data,
  ...credentials,
  ...kubernetes,
  ...platform,
  ...terraform,
  ...platformCode,
  ...nested,
];
/** With an instance behind a proxy, and a secret of its own, too: rules that nothing is there for prove nothing. */
const hooli = organization("hooli", {
  secretWriters: ["arn:aws:iam::111122223333:role/hooli-secrets"],
  applications: [
    {
      kind: "container",
      name: "api",
      image: "registry.example.com/api:1.0.0",
      secrets: { LICENCE: { secret: "licence", key: "value" } },
    },
  ],
  isolation: "instance",
  authentication: "iam",
  instance: { pooling: "rds-proxy" },
});
const acme = organization("acme", {
  applications: [{ kind: "metabase", access: opened("metabase", "internet-facing") }],
});
const base = new Stacks(
  sourcesOf(
    environment(
      {
        topology: "private-link",
        applicationAccess: { allowedCidrs: ["203.0.113.0/24"] },
        planner: { assumedBy: ["arn:aws:iam::444455556666:role/atlantis"] },
      },
      [acme, organization("globex", { authentication: "iam" }), hooli],
    ),
  ),
);

const workloads = ["acme", "globex", "hooli"].map((namespace) =>
  namespace === "acme"
    ? {
        namespace,
        workload: "metabase",
        image: "metabase/metabase:",
        hostname: "metabase.example.com",
      }
    : {
        namespace,
        workload: "api",
        image: "registry.example.com/api:1.0.0",
        ...(namespace === "hooli" && {
          secrets: [{ variable: "LICENCE", secret: "hooli-test-app-licence-settings", key: "value" }],
        }),
      },
);

const stacksOf = (sources: readonly { readonly name: string }[]) => sources.map(({ name }) => name);

const everyChoice: OwnerChoices = {
  deletionProtection: true,
  protectedStacks: stacksOf(base.sources),
  workloads,
};

const judge = ({ configuration }: Pick<Stacks, "configuration">, choices = everyChoice): Judgement[] =>
  checkInvariants(configuration, choices);

const broken = (judgements: readonly Judgement[]): string[] => [
  ...new Set(judgements.filter(({ result }) => result !== "compliant").map(({ rule }) => ruleNames[rule])),
];

test("every rule holds in the environment of the tests, and finds resources to check", () => {
  const judgements = judge(base);
  expect(broken(judgements)).toEqual([]);
  expect(new Set(judgements.map(({ rule }) => rule))).toEqual(new Set(rules.map(({ id }) => id)));
});

test.each(["dev", "prod"])("every rule holds in %s", (name) => {
  const sources = shippedSources().filter((source) => source.name.startsWith(`${name}-`));
  const judgements = judge(
    { configuration: new Configuration(sources) },
    {
      deletionProtection: name === "prod",
      protectedStacks: name === "prod" ? stacksOf(sources) : [],
      flowLogsRarelyRead: name === "dev",
    },
  );
  expect(judgements.length).toBeGreaterThan(rules.length);
  expect(judgements.filter(({ result }) => result !== "compliant")).toEqual([]);
});

test("the table has a violation for every rule, and names every rule once", () => {
  const names = rules.map(({ id }) => ruleNames[id]);
  expect(new Set(names).size).toBe(names.length);
  expect(names.filter((name) => !breaches.some(([rule]) => rule === name))).toEqual([]);
});

test.each(breaches)("%s: %s is found, at the right address", (rule, _, change) => {
  const judgements = judge(base.changed(change)).filter(({ result }) => result !== "compliant");
  expect(broken(judgements)).toContain(rule);
  for (const { place, found } of atLeastOne(judgements)) {
    expect(place).not.toBe("");
    expect(found).not.toBe("");
  }
});

test("no rule asks for deletion protection where config does not", () => {
  const judgements = judge(
    base.changed((stacks) => {
      Object.assign(stacks.one("database", "aws_db_instance"), { deletion_protection: false });
      Reflect.deleteProperty(stacks.one("network", "aws_vpc", "vpc"), "lifecycle");
    }),
    { ...everyChoice, deletionProtection: false, protectedStacks: ["test-database"] },
  );
  expect(broken(judgements)).toEqual([]);
});

test("the ids of rules equal their file names, and the table has no others", () => {
  const files = fs.readdirSync("src/assurance/invariants/rules").map((file) => path.basename(file, ".ts"));
  expect(Object.keys(ruleNames)).toEqual(files.filter((file) => file !== "all").sort());
  expect(rules.map(({ id }) => id).sort()).toEqual(Object.keys(ruleNames));
});
