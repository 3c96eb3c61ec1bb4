import { differences } from "../../../src/assurance/identity";
import { environment, organization } from "../../support/fixtures";
import { sourcesOf } from "../support/sources";
import { identityIntent, Stacks } from "./support";

const config = environment({}, [organization("acme"), organization("globex", { authentication: "iam" })]);
const base = new Stacks(sourcesOf(config));
const intent = identityIntent(config, base);

const problems = (change: (stacks: Stacks) => void): string[] =>
  differences(base.changed(change).report, intent).map(({ text }) => text);

const own = "111122223333";
const foreign = "444455556666";

/** Principals that the configuration does not make, in every form that IAM has. */
const strangers: [form: string, type: string, identifier: string, name?: string][] = [
  ["a number of another account", "AWS", foreign, `account ${foreign}`],
  ["the root of another account", "AWS", `arn:aws:iam::${foreign}:root`, `account ${foreign}`],
  ["a role of another account", "AWS", `arn:aws:iam::${foreign}:role/eve`],
  ["roles of another account", "AWS", `arn:aws:iam::${foreign}:role/*`],
  ["a role that is made elsewhere", "AWS", `arn:aws:iam::${own}:role/eve`],
  ["roles of the own account", "AWS", `arn:aws:iam::${own}:role/test-org-a*`],
  ["a user", "AWS", `arn:aws:iam::${own}:user/eve`],
  ["a session of an own role", "AWS", `arn:aws:sts::${own}:assumed-role/test-org-globex/session`],
  ["a federated user", "AWS", `arn:aws:sts::${own}:federated-user/eve`],
  ["an id that a deleted role leaves", "AWS", "AROAEXAMPLEEXAMPLE123"],
  ["a canonical user", "CanonicalUser", "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"],
];

/** Conditions on the caller, each as an exception of a denial would have it. */
const conditions: [form: string, test: string, variable: string, value: string, name: string][] = [
  ...strangers
    .filter(([, type, identifier]) => type === "AWS" && identifier.startsWith("arn:"))
    .map(([form, , identifier]): [string, string, string, string, string] => [
      form,
      "ArnNotLike",
      "aws:PrincipalArn",
      identifier,
      identifier,
    ]),
  ["the root user", "StringNotEquals", "aws:PrincipalArn", `arn:aws:iam::${own}:root`, `${own}:root`],
  ["another account", "StringNotEquals", "aws:PrincipalAccount", foreign, `account ${foreign}`],
  ["an organization", "StringNotEqualsIfExists", "aws:PrincipalOrgID", "o-1234567890", "o-1234567890"],
  ["a part of one", "ForAnyValue:StringNotLike", "aws:PrincipalOrgPaths", "o-1/r-1/*", "o-1/r-1/*"],
  ["a tag", "StringNotEquals", "aws:PrincipalTag/team", "platform", "platform"],
  ["an id", "StringNotLike", "aws:userid", "AROAEXAMPLE:*", "AROAEXAMPLE:*"],
  ["a user's name", "StringNotEquals", "aws:username", "eve", "eve"],
  ["a resource elsewhere", "ArnNotLike", "aws:SourceArn", `arn:aws:s3:::eve-*`, "arn:aws:s3:::eve-*"],
  ["an account that a service acts for", "StringNotEquals", "aws:SourceAccount", foreign, foreign],
];

const keyStatement = (stacks: Stacks) =>
  stacks.statement("org-acme", "secrets_key_policy", "ReadSecretsAsOrganization");
const guard = (stacks: Stacks) =>
  stacks.statement("org-acme", "secrets_credentials_guard", "OnlyTheseRolesRead");

const named = (name: string): unknown => expect.arrayContaining([expect.stringContaining(name)]);

test("the environment names no unknown principal", () => {
  expect(problems(() => {})).toEqual([]);
});

describe.each(strangers)("%s", (_, type, identifier, name = identifier) => {
  test.each<[string, (stacks: Stacks) => void]>([
    [
      "as a principal of a key",
      (stacks) => {
        keyStatement(stacks).principals.push({ type, identifiers: [identifier] });
      },
    ],
    [
      "as a principal of a secret",
      (stacks) => {
        const { statement } = document(stacks, "org-acme", "secrets_credentials_guard");
        statement.push({
          actions: ["secretsmanager:DescribeSecret"],
          principals: [{ type, identifiers: [identifier] }],
          resources: ["*"],
        });
      },
    ],
    [
      "spared by a denial to all principals but it",
      (stacks) => {
        Object.assign(guard(stacks), {
          principals: undefined,
          not_principals: [{ type, identifiers: [identifier] }],
        });
      },
    ],
    [
      "as a principal of a role",
      (stacks) => {
        const trust = stacks.statement("cluster", "nodes_role_trust");
        trust.principals.push({ type, identifiers: [identifier] });
      },
    ],
    [
      "as a principal of a topic",
      (stacks) => {
        const [statement] = document(stacks, "database", "events_policy").statement;
        statement.principals.push({ type, identifiers: [identifier] });
      },
    ],
  ])("%s is a problem by itself", (_place, change) => {
    expect(problems(change)).toEqual(named(name));
  });
});

describe.each(conditions)("%s", (_, operator, variable, value, name) => {
  test("as the exception of a Deny, it is a problem by itself", () => {
    const found = problems((stacks) => {
      guard(stacks).condition.push({ test: operator, variable, values: [value] });
    });
    expect(found).toEqual(named(name));
  });

  test("as a condition of an Allow, it is a problem by itself", () => {
    const found = problems((stacks) => {
      keyStatement(stacks).condition.push({ test: operator.replace("Not", ""), variable, values: [value] });
    });
    expect(found).toEqual(named(name));
  });

  test("as the subject of a Deny, it is no problem", () => {
    const found = problems((stacks) => {
      guard(stacks).condition = [{ test: operator.replace("Not", ""), variable, values: [value] }];
    });
    expect(found.filter((text) => text.includes(" names "))).toEqual([]);
  });
});

describe("each of secret policy and key policy is compared alone", () => {
  test("another organization's role in the key's policy is found, although the secret's policy still denies it", () => {
    const found = problems((stacks) => {
      const [condition] = keyStatement(stacks).condition;
      condition.values.push(`arn:aws:iam::${own}:role/test-org-globex`);
    });
    expect(found).toEqual([
      expect.stringMatching(
        /_policy_.*: the policy of its key does not keep test-org-globex from reading acme-test-database-credentials$|_guard_.*: the policy of its key does not keep test-org-globex from reading acme-test-database-credentials$/,
      ),
    ]);
  });

  test("another organization's role in the secret's policy is found, although the key's policy still denies it", () => {
    const found = problems((stacks) => {
      guard(stacks).condition[0].values.push(`arn:aws:iam::${own}:role/test-org-globex`);
    });
    expect(found).toEqual([
      expect.stringMatching(
        /_policy_.*: the policy of the secret does not keep test-org-globex from reading acme-test-database-credentials$|_guard_.*: the policy of the secret does not keep test-org-globex from reading acme-test-database-credentials$/,
      ),
    ]);
  });

  test("a reader that may encrypt under the key is found", () => {
    const found = problems((stacks) => {
      keyStatement(stacks).actions.push("kms:GenerateDataKey");
    });
    expect(found).toEqual([
      expect.stringMatching(
        /_policy_.*: the policy of its key does not keep test-org-acme from writing acme-test-database-credentials$|_guard_.*: the policy of its key does not keep test-org-acme from writing acme-test-database-credentials$/,
      ),
    ]);
  });

  test("an additional principal on the key of a master password is found", () => {
    const found = problems((stacks) => {
      const document = "instance_keys_master-secret_policy";
      const { condition } = stacks.statement("database", document, "ReadMasterPasswordAsCredentialsFunction");
      condition[0].values.push(`arn:aws:iam::${own}:role/test-node`);
    });
    expect(found).toEqual([
      expect.stringMatching(
        /_policy_.*: the policy of its key does not keep test-node from reading master password of test-shared$|_guard_.*: the policy of its key does not keep test-node from reading master password of test-shared$/,
      ),
    ]);
  });

  test("a key whose use administrators may grant is found", () => {
    const found = problems((stacks) => {
      const grant = stacks.statement("cluster", "control-plane_key_policy", "GrantToControlPlane");
      grant.condition = [];
    });
    expect(found).toEqual([
      expect.stringMatching(
        /control-plane_key_policy_.* lets administrators of 111122223333 grant the use of .*key/,
      ),
    ]);
  });

  test("a Deny that a Null condition switches off is found", () => {
    const stacks = base.changed((changed) => {
      guard(changed).condition.push({ test: "Null", variable: "aws:PrincipalTag/spare", values: ["true"] });
    });
    expect([...stacks.facts()].join("\n")).toContain("The policy of a secret and the policy of its key");
  });
});

function document(stacks: Stacks, stack: string, part: string) {
  const documents = stacks.json(stack).data.aws_iam_policy_document;
  return documents[Object.keys(documents).find((name) => name.startsWith(part)) ?? ""];
}
