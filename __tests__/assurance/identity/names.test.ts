// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform writes templates so

import { differences } from "../../../src/assurance/identity";
import { environment, organization } from "../../support/fixtures";
import { sourcesOf } from "../support/sources";
import { decrypt, read, withGuardSparing, withOpenKey } from "./mutations/support";
import { identityIntent, Stacks } from "./support";

const config = environment({}, [organization("acme"), organization("globex")]);
const base = new Stacks(sourcesOf(config));
const intent = identityIntent(config, base);
const acme = "acme-test-database-credentials";
const account = "111122223333";

const problems = (change: (stacks: Stacks) => void): string =>
  differences(base.changed(change).report, intent)
    .flatMap(({ text, details = [] }) => [text, ...details])
    .join("\n");

const secret = (stacks: Stacks, attribute: string) =>
  stacks.id("org-acme", "aws_secretsmanager_secret", "secrets_credentials", attribute);
const key = (stacks: Stacks, attribute: string) =>
  stacks.id("org-acme", "aws_kms_key", "secrets_key", attribute);

/** A data source of the stack, by arguments. */
function data(stacks: Stacks, stack: string, type: string, attributes: object): void {
  const json = stacks.json(stack);
  json.data[type] = { found: attributes };
}

describe("a second policy of one secret", () => {
  test.each<[string, (stacks: Stacks) => string]>([
    ["by reference", (stacks) => secret(stacks, "arn")],
    ["by id", (stacks) => secret(stacks, "id")],
    ["by name", () => acme],
    ["by ARN", () => `arn:aws:secretsmanager:eu-west-1:${account}:secret:${acme}-AbCdEf`],
    ["by partial ARN", () => `arn:aws:secretsmanager:eu-west-1:${account}:secret:${acme}`],
    [
      "by a data source",
      (stacks) => {
        data(stacks, "org-acme", "aws_secretsmanager_secret", { name: acme });
        return "${data.aws_secretsmanager_secret.found.arn}";
      },
    ],
    ["by a name that is not known", () => "${var.secret}"],
  ])("%s leaves open which one is in force", (_, named) => {
    const found = problems((stacks) =>
      stacks.add("org-acme", "aws_secretsmanager_secret_policy", "second", {
        secret_arn: named(stacks),
        policy: JSON.stringify({ Statement: [] }),
      }),
    );
    expect(found).toContain(`test-org-acme may not be able to read ${acme}`);
    expect(found).toContain("aws_secretsmanager_secret_policy.second may be its policy");
  });

  test("of another secret is no second policy", () => {
    const found = problems((stacks) =>
      stacks.add("org-acme", "aws_secretsmanager_secret_policy", "second", {
        secret_arn: "other-secret",
        policy: JSON.stringify({ Statement: [] }),
      }),
    );
    expect(found).toBe("");
  });
});

describe("a second policy of one key", () => {
  test.each<[string, (stacks: Stacks) => string]>([
    ["by reference", (stacks) => key(stacks, "key_id")],
    ["by id", (stacks) => key(stacks, "id")],
    ["by ARN", (stacks) => key(stacks, "arn")],
    [
      "by its alias",
      (stacks) => {
        const target_key_id = key(stacks, "key_id");
        stacks.add("org-acme", "aws_kms_alias", "other", { name: "alias/other", target_key_id });
        return "alias/other";
      },
    ],
    ["by a literal", () => "12345678-1234-1234-1234-123456789012"],
    ["by a name that is not known", () => "${var.key}"],
  ])("%s leaves open which one is in force", (_, named) => {
    const found = problems((stacks) =>
      stacks.add("org-acme", "aws_kms_key_policy", "second", {
        key_id: named(stacks),
        policy: JSON.stringify({ Statement: [] }),
      }),
    );
    expect(found).toContain(`test-org-acme may not be able to read ${acme}`);
    expect(found).toContain("aws_kms_key_policy.second may be the policy of the key");
  });
});

describe("rights of a role", () => {
  test.each<[string, (stacks: Stacks) => string]>([
    ["by reference", (stacks) => stacks.id("org-globex", "aws_iam_role", "", "name")],
    ["by id", (stacks) => stacks.id("org-globex", "aws_iam_role", "", "id")],
    ["by name", () => "test-org-globex"],
    [
      "by a name in another form",
      (stacks) => `\${tostring(${stacks.id("org-globex", "aws_iam_role", "", "name").slice(2, -1)})}`,
    ],
    [
      "by a data source",
      (stacks) => {
        data(stacks, "org-globex", "aws_iam_role", { name: "test-org-globex" });
        return "${data.aws_iam_role.found.name}";
      },
    ],
    ["by a name that is not known", () => "${var.role}"],
  ])("%s count", (_, named) => {
    const found = problems((stacks) => {
      withGuardSparing(stacks, "test-org-globex");
      withOpenKey(stacks);
      stacks.add("org-globex", "aws_iam_role_policy", "more", {
        role: named(stacks),
        policy: JSON.stringify({ Statement: [read, decrypt] }),
      });
    });
    expect(found).toContain(`test-org-globex may read ${acme}`);
  });
});

describe("a user of IAM reads a secret", () => {
  const statement = JSON.stringify({ Statement: [read, decrypt] });
  const eve = `arn:aws:iam::${account}:user/eve`;

  test.each<[string, (stacks: Stacks) => void]>([
    [
      "by a policy of its own",
      (stacks) => stacks.add("cluster", "aws_iam_user_policy", "more", { user: "eve", policy: statement }),
    ],
    [
      "by an attached policy",
      (stacks) => {
        stacks.add("cluster", "aws_iam_policy", "reads", { name: "reads", policy: statement });
        stacks.add("cluster", "aws_iam_user_policy_attachment", "more", {
          user: "${aws_iam_user.eve.name}",
          policy_arn: "${aws_iam_policy.reads.arn}",
        });
      },
    ],
    [
      "by an attachment to several",
      (stacks) => {
        stacks.add("cluster", "aws_iam_policy", "reads", { name: "reads", policy: statement });
        stacks.add("cluster", "aws_iam_policy_attachment", "more", {
          name: "more",
          users: ["${aws_iam_user.eve.name}"],
          policy_arn: `arn:aws:iam::${account}:policy/reads`,
        });
      },
    ],
    [
      "by a group",
      (stacks) => {
        stacks.add("cluster", "aws_iam_group", "readers", { name: "readers" });
        stacks.add("cluster", "aws_iam_group_policy", "more", { group: "readers", policy: statement });
        stacks.add("cluster", "aws_iam_group_membership", "more", {
          name: "more",
          group: "${aws_iam_group.readers.name}",
          users: ["eve"],
        });
      },
    ],
    [
      "by a list of groups",
      (stacks) => {
        stacks.add("cluster", "aws_iam_group", "readers", { name: "readers" });
        stacks.add("cluster", "aws_iam_group_policy_attachment", "more", {
          group: "readers",
          policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess",
        });
        stacks.add("cluster", "aws_iam_user_group_membership", "more", {
          user: "eve",
          groups: ["readers"],
        });
      },
    ],
  ])("%s", (_, change) => {
    const found = problems((stacks) => {
      withGuardSparing(stacks, "none");
      stacks
        .statement("org-acme", "secrets_credentials_guard", "OnlyTheseRolesRead")
        .condition[0].values.push(eve);
      withOpenKey(stacks);
      stacks.add("cluster", "aws_iam_user", "eve", { name: "eve" });
      change(stacks);
    });
    expect(found).toContain(`${eve} may read ${acme}`);
  });
});

describe("access that declared readers and writers need", () => {
  test.each<[string, object]>([
    ["disabled", { is_enabled: false }],
    ["perhaps disabled", { is_enabled: "${var.enabled}" }],
    ["for signatures", { key_usage: "SIGN_VERIFY" }],
  ])("a key that is %s decrypts for no reader", (_, attributes) => {
    const found = problems((stacks) => {
      Object.assign(stacks.one("org-acme", "aws_kms_key"), attributes);
    });
    expect(found).toContain(`test-org-acme may not be able to read ${acme}`);
    expect(found).toContain("aws_kms_key.secrets_key");
  });
});

test("administrators may write a secret if they may move it to another key", () => {
  const found = problems((stacks) =>
    stacks.removeStatement("org-acme", "secrets_credentials_guard", "TheKeyStays"),
  );
  expect(found).toContain(`administrators of ${account} may write ${acme}`);
});
