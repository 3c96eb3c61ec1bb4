import { differences, type IdentityIntent } from "../../../src/assurance/identity";
import { readIdentityModel } from "../../../src/assurance/identity/model/model";
import { canRead } from "../../../src/assurance/identity/questions/secrets";
import { roleSubject } from "../../../src/assurance/identity/subjects";
import { isPossible } from "../../../src/assurance/identity/verdict";
import { Stacks, testSources } from "./support";

const account = "111122223333";
const writer = "test-database-credentials";
const acme = "acme-test-database-credentials";

const base = new Stacks(testSources());

const intent: IdentityIntent = {
  outsiders: ["arn:aws:iam::111122223333:role/platform"],
  administrators: ["arn:aws:iam::111122223333:role/platform"],
  lookers: [],
  members: [],
  secrets: [
    ...[acme, "acme-test-metabase-encryption-key"].map((secret) => ({
      secret: { kind: "secret" as const, name: secret },
      readers: ["test-org-acme", writer],
      writers: [writer],
    })),
    {
      secret: { kind: "secret", name: "globex-test-database-credentials" },
      readers: ["test-org-globex", writer],
      writers: [writer],
    },
    {
      secret: { kind: "master password", name: "test-shared" },
      readers: [writer],
      writers: [],
      administrators: "write",
    },
  ],
  roles: [
    { role: "test-org-acme", holders: [{ kind: "service account", namespace: "acme", name: "acme" }] },
    { role: "test-org-globex", holders: [{ kind: "service account", namespace: "globex", name: "globex" }] },
    { role: writer, holders: [{ kind: "service", name: "lambda.amazonaws.com" }] },
  ],
  databaseLogins: [
    { role: "test-org-globex", database: { kind: "database", name: "test-shared" }, user: "globex__iam" },
    { role: writer, database: { kind: "database", name: "test-shared" }, user: "platform_master" },
  ],
};

const differencesAfter = (change: (stacks: Stacks) => void): string[] =>
  differences(base.changed(change).report, intent).map(({ text, details = [] }) =>
    [text, ...details].join("\n"),
  );

test("holds in the environment of the tests", () => {
  expect(differences(base.report, intent)).toEqual([]);
});

test.each<[string, (stacks: Stacks) => void, RegExp]>([
  [
    "a principal may that is not meant to",
    (stacks) => {
      stacks
        .statement("org-acme", "identity_role_trust")
        .condition[0].values.push("system:serviceaccount:globex:globex");
    },
    /^service account globex\/globex may assume test-org-acme$/,
  ],
  [
    "a principal cannot that is meant to",
    (stacks) => stacks.removeStatement("org-acme", "identity_role_permissions", "DecryptSecrets"),
    /^test-org-acme may not be able to read acme-test-database-credentials$/,
  ],
  [
    "it is not known whether a principal may",
    (stacks) =>
      stacks
        .statement("org-acme", "identity_role_permissions", "ReadSecrets")
        .resources.splice(0, 1, `arn:aws:secretsmanager:eu-west-1:${account}:secret:${acme}-AbCdEf`),
    /^test-org-acme may not be able to read acme-test-database-credentials\n(.+\n)*not known: .* depends on resource/,
  ],
  [
    "the tag of a secret is another one",
    (stacks) => {
      stacks.one("org-acme", "aws_secretsmanager_secret", "secrets_credentials").tags = {
        Environment: "other",
      };
    },
    /^test-database-credentials may not be able to read acme-test-database-credentials$/,
  ],
  [
    "a principal may change the tags by which rights are given",
    (stacks) =>
      stacks.grant("org-acme", "identity_role", {
        Effect: "Allow",
        Action: "secretsmanager:TagResource",
        Resource: "*",
      }),
    /^test-org-acme changes the tags of a secret: globex-test-database-credentials$/,
  ],
  [
    "a secret that is not declared",
    (stacks) => stacks.add("org-acme", "aws_secretsmanager_secret", "more", { name: "more" }),
    /^administrators of 111122223333 may read more$/,
  ],
  [
    "a secret that is not there",
    (stacks) => {
      stacks.one("org-globex", "aws_secretsmanager_secret").name = "renamed";
    },
    /^globex-test-database-credentials is not in the configuration$/,
  ],
  [
    "a login that is not declared",
    (stacks) =>
      stacks.grant("org-acme", "identity_role", { Effect: "Allow", Action: "rds-db:connect", Resource: "*" }),
    /^test-org-acme logs in to test-shared as any other user, which config does not allow$/,
  ],
  [
    "a login that is gone",
    (stacks) => stacks.removeStatement("org-globex", "identity_role_permissions", "LogInToDatabase"),
    /^it is not certain that test-org-globex logs in to test-shared as globex__iam$/,
  ],
  [
    "an indirect way",
    (stacks) =>
      stacks.grant("org-acme", "identity_role", { Effect: "Allow", Action: "iam:PassRole", Resource: "*" }),
    /^test-org-acme passes a role to something that it runs/,
  ],
])("differs when %s", (_, change, expected) => {
  expect(differencesAfter(change)).toEqual(expect.arrayContaining([expect.stringMatching(expected)]));
});

test("reports the same readers as asking about every role and every secret one by one", () => {
  const wide = base.changed((stacks) => {
    stacks.grant("cluster", "nodes_role", {
      Effect: "Allow",
      Action: "secretsmanager:*",
      Resource: "*:secret:acme-*",
    });
    stacks.one("org-globex", "aws_iam_role").managed_policy_arns = ["arn:aws:iam::aws:policy/Unknown"];
  });
  const { roles, secrets } = readIdentityModel(wide.configuration);
  const oneByOne = secrets.map((secret) =>
    roles.filter((role) => isPossible(canRead(roleSubject(role), secret))).map(({ name }) => name),
  );
  const reported = wide.report.secrets.map(({ readers }) =>
    readers.filter(({ kind }) => kind === "role").map(({ name }) => name),
  );
  expect(reported.map((names) => names.sort())).toEqual(oneByOne.map((names) => names.sort()));
});
