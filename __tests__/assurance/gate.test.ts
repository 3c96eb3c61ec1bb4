import {
  type Proof,
  problemText,
  proofJson,
  proofMarkdown,
  proofText,
  prove,
  unjudgedStacks,
} from "../../src/assurance";
import { loadEnvironments } from "../../src/config/load";
import type { Environment } from "../../src/config/model";
import { intentOf } from "../../src/stacks/intent";
import { atLeastOne } from "../support/at-least-one";
import { shareOf } from "../support/effort";
import { environment, organization } from "../support/fixtures";
import { many } from "./support/many";
import { Synthesis } from "./support/mutations";
import { shippedSources, sourcesOf } from "./support/sources";

/** Every isolation with every authentication. */
const organizations = ["schema", "database", "instance"].flatMap((isolation) =>
  ["password", "iam"].map((authentication) =>
    organization(`${isolation}-${authentication}`, { isolation, authentication }),
  ),
);

function proved(config: Environment): Proof {
  const sources = sourcesOf(config);
  return prove(sources, [intentOf(config)])[0] as Proof;
}

/** Names of the sources that reach a database. */
const reaching = ({ pairs }: Proof, database: string): string[] =>
  pairs
    .filter(({ reach }) => reach.database.name === database && reach.verdict !== "DENIED")
    .map(({ name }) => name)
    .sort();

const readers = ({ identity }: Proof): Record<string, string[]> =>
  Object.fromEntries(
    identity.secrets.map((secret) => [secret.secret, secret.readers.map(({ name }) => name).sort()]),
  );

describe("the shipped environments", () => {
  const sources = shippedSources();
  const intents = loadEnvironments("config").map(intentOf);
  const proofs = prove(sources, intents);

  test("are proved, each by its own stacks, and every stack belongs to one", () => {
    expect(proofs.map(({ intent, problems }) => [intent.environment, problems])).toEqual([
      ["dev", []],
      ["prod", []],
    ]);
    expect(unjudgedStacks(sources, intents)).toEqual([]);
  });

  test("report an indirect path to a credential once, even if its rule is violated as well", () => {
    const json = new Synthesis(sources.filter(({ name }) => name.startsWith("prod-"))).copy();
    json.grant("org-globex", "identity", { Effect: "Allow", Action: "ssm:StartSession", Resource: "*" });
    const [{ problems, invariants }] = prove(json.sources, intents.slice(1)) as [Proof];
    const way = /prod-org-globex opens a session on a node/;
    expect(problems.filter(({ text, details }) => way.test([text, ...details].join()))).toHaveLength(1);
    const broken = invariants.filter(({ rule, result }) => rule === "no-takeovers" && result !== "compliant");
    expect(broken).toHaveLength(1);
  });

  test("are not judged where a stack is missing, or belongs to no environment", () => {
    expect(() =>
      prove(
        sources.filter(({ name }) => name.startsWith("dev-")),
        intents,
      ),
    ).toThrow("There is no environment prod to judge. Found: dev.");
    expect(unjudgedStacks(sources, intents.slice(0, 1))).toHaveLength(6);
  });

  test("print one line for each client, the layers that stop others, and nothing to stderr", () => {
    const lines = proofText(proofs[1] as Proof).split("\n");
    expect(lines[0]).toMatch(/^prod {2}proved: .*; \d+ rules hold$/);
    expect(lines.filter((line) => / yes$/.test(line))).toHaveLength(5);
    expect(lines).toContainEqual(
      expect.stringMatching(/^ {2}internet +- +denied: .*network ACLs, security groups$/),
    );
    expect(lines).toContainEqual(
      expect.stringMatching(/^ {2}master password of prod-shared +- +reads( +-)+$/),
    );
    expect(proofs.map(problemText)).toEqual(["", ""]);
  });

  test("have the same result in JSON", () => {
    const {
      environment: name,
      proved: isProved,
      reach,
    } = JSON.parse(JSON.stringify(proofJson(proofs[0] as Proof)));
    expect([name, isProved]).toEqual(["dev", true]);
    expect(reach).toHaveLength(5);
  });

  test("have a report with the answer, a connection hop by hop, every rule, and the limits of the proof", () => {
    const report = proofMarkdown(proofs[1] as Proof);
    expect(report).toContain("**Proved.**");
    expect(report).toContain("acme/metabase > prod-shared:5432 ALLOWED");
    expect(report).toContain(
      "| Databases refuse connections without TLS (`database-forces-tls`, FSBP RDS.38) |",
    );
    expect(report).toContain("## Limits");
    expect(report).not.toContain("broken in");
  });
});

const topologies: [topology: string, isOpen: boolean][] = [
  ["same-vpc", true],
  ["same-vpc", false],
  ["peering", true],
  ["peering", false],
  ["private-link", true],
  ["private-link", false],
  ["resource-endpoint", false],
];

/** In `npm test`, the first one has all organizations, the others have those of one authentication in turn. */
const cases = shareOf(topologies, 0, 2).map(([topology, isOpen], index) => ({
  topology,
  isOpen,
  organizations: index === 0 ? organizations : shareOf(organizations, index % 2, 2),
}));

describe.each(cases)("topology $topology, external access $isOpen", (one) => {
  const { topology, isOpen } = one;
  const dedicated = one.organizations.filter(({ isolation }) => isolation === "instance");
  const ranges = ["198.51.100.0/24", "203.0.113.7/32"];
  const config = environment({ topology, ...(isOpen && { externalAccess: { allowedCidrs: ranges } }) }, [
    ...one.organizations,
  ]);
  const proof = proved(config);

  test("is proved", () => {
    expect(problemText(proof)).toBe("");
    expect(proof.problems).toEqual([]);
  });

  test("pods and functions reach their own instance only; listed ranges reach the shared one", () => {
    const sharing = one.organizations.filter((organization) => !dedicated.includes(organization));
    expect(reaching(proof, "test-shared")).toEqual(
      [
        ...sharing.flatMap(({ name }) => [`${name}/api`, `any pod of ${name}`]),
        "function test-database-credentials",
        ...(isOpen ? ranges.map((range) => `internet ${range}`) : []),
      ].sort(),
    );
    for (const { name } of atLeastOne(dedicated))
      expect(reaching(proof, `test-org-${name}`)).toEqual(
        [`${name}/api`, `any pod of ${name}`, `function test-credentials-${name}`].sort(),
      );
  });

  test("each organization's role and credentials function read its secrets, and functions the master passwords", () => {
    const functionOf = ({ name, isolation }: (typeof organizations)[number]) =>
      isolation === "instance" ? `test-credentials-${name}` : "test-database-credentials";
    expect(readers(proof)).toEqual(
      Object.fromEntries([
        ...one.organizations.map((organization) => [
          `${organization.name}-test-database-credentials`,
          [functionOf(organization), `test-org-${organization.name}`].sort(),
        ]),
        ["master password of test-shared", ["test-database-credentials"]],
        ...dedicated.map(({ name }) => [`master password of test-org-${name}`, [`test-credentials-${name}`]]),
      ]),
    );
  });
});

test("many organizations are summarized, not listed", () => {
  const proof = proved(many());
  expect(proof.problems).toEqual([]);
  expect(proofText(proof).split("\n").length).toBeLessThan(20);
  expect(proofText(proof)).toMatch(/pods +30 +30 +0\n/);
});

describe("the gate finds that config differs from the stacks by", () => {
  const config = environment({}, [organization("acme")]);
  const sources = sourcesOf(config);

  test.each([
    [
      "an organization too many in config",
      environment({}, [organization("acme"), organization("globex")]),
      "globex/api should reach test-shared by config, but is not in the configuration",
    ],
    [
      "an organization too few",
      environment({}, []),
      "acme/api reaches test-shared, which config does not allow",
    ],
    [
      "a range that is not open",
      environment({ externalAccess: { allowedCidrs: ["198.51.100.0/24"] } }, [organization("acme")]),
      "internet 198.51.100.0/24 should reach test-shared by config, but does not for certain",
    ],
    [
      "a database that is not there",
      environment({}, [organization("acme", { isolation: "instance" })]),
      "test-org-acme has no database instance, and config declares one",
    ],
  ])("%s", (_, intended, expected) => {
    const [proof] = prove(sources, [intentOf(intended)]);
    expect(problemText(proof as Proof)).toContain(expected);
  });
});
