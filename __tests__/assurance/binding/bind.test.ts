import { type Proof, prove } from "../../../src/assurance";
import { topologyNames } from "../../../src/config/facts/topologies";
import { intentOf } from "../../../src/stacks/intent";
import { environment, organization } from "../../support/fixtures";
import type { Synthesis } from "../support/mutations";
import { Provable } from "../support/proofs";
import { sourcesOf } from "../support/sources";

const config = environment({ planner: { assumedBy: ["arn:aws:iam::111122223333:role/atlantis"] } }, [
  organization("acme", { authentication: "iam" }),
  organization("globex", { applications: [{ kind: "metabase" }] }),
  organization("hooli", { isolation: "instance" }),
]);
const provable = new Provable(config);

/** What is said of places and names after a change to the synthesized stacks. */
const told = (change: (json: Synthesis) => void): string[] =>
  provable
    .after(change)
    .problems.filter(({ about }) => about === "config")
    .map(({ text }) => text);

test("every declared thing is found, and names keep owners apart", () => {
  expect(told(() => {})).toEqual([]);
});

test.each<[string, (json: Synthesis) => void, string | RegExp]>([
  [
    "two organizations with one role's name",
    (json) => {
      json.one("org-acme", "aws_iam_role").name = "test-org-globex";
    },
    "two things have one name: role test-org-globex",
  ],
  [
    "a secret that bears a neighbour's name",
    (json) => {
      json.one("org-acme", "aws_secretsmanager_secret").name = "hooli-test-database-credentials";
    },
    /^the secret hooli-test-database-credentials does not bear the name of acme$/,
  ],
  [
    "an instance with the name of another environment",
    (json) => {
      json.one("database", "aws_db_instance").identifier = "prod-shared";
    },
    "the database prod-shared does not bear the name of test",
  ],
  [
    "a second instance in an organization's stack",
    (json) => json.add("org-hooli", "aws_db_instance", "other", json.one("org-hooli", "aws_db_instance")),
    "test-org-hooli has 2 times what is to be one database instance",
  ],
  [
    "a secret too many",
    (json) => json.add("org-acme", "aws_secretsmanager_secret", "more", { name: "acme-test-more" }),
    "test-org-acme has 2 secrets, and config declares 1",
  ],
  [
    "a role for what is not meant where it stands",
    (json) => {
      json.add("network", "aws_iam_role", "more", { name: "test-more", assume_role_policy: "{}" });
      json.add("network", "aws_db_proxy", "more", {
        name: "more",
        role_arn: json.id("network", "aws_iam_role", "more", "arn"),
      });
    },
    /^test-network\/aws_iam_role\.more is a role for rds\.amazonaws\.com, and config declares none there$/,
  ],
  [
    "a node group that config does not list",
    (json) => {
      json.one("cluster", "aws_eks_node_group").node_group_name_prefix = "other-";
    },
    "there is no node group general, and config declares one",
  ],
  [
    "another isolation told to the credentials function",
    (json) => {
      const call = json.one("org-acme", "aws_lambda_invocation", "provisioning_7");
      call.input = call.input.replace('= "database"', '= "schema"');
    },
    /says isolation is schema, and config says database$/,
  ],
  ...["statementTimeoutSeconds", "idleInTransactionTimeoutSeconds", "connectionLimit"].map(
    (limit): [string, (json: Synthesis) => void, RegExp] => [
      `another ${limit} told to the credentials function`,
      (json) => {
        const call = json.one("org-acme", "aws_lambda_invocation", "provisioning_7");
        call.input = call.input.replace(new RegExp(`"${limit}" = \\d+`), `"${limit}" = 7`);
      },
      new RegExp(`says logins\\.application\\.${limit} is 7, and config says \\d+$`),
    ],
  ),
])("%s is a problem that names the stack or the thing", (_, change, expected) => {
  const found = told(change);
  expect(found).toEqual(
    expect.arrayContaining([typeof expected === "string" ? expected : expect.stringMatching(expected)]),
  );
});

test.each(topologyNames)("%s without organizations is proved", (topology) => {
  const bare = environment({ topology });
  const [proof] = prove(sourcesOf(bare), [intentOf(bare)]) as [Proof];
  expect(proof.problems).toEqual([]);
});

test.each(["same-vpc", "peering"])("%s without organizations and with a proxy is proved", (topology) => {
  const bare = environment({ topology, database: { pooling: "rds-proxy" } });
  const [proof] = prove(sourcesOf(bare), [intentOf(bare)]) as [Proof];
  expect(proof.problems).toEqual([]);
});
