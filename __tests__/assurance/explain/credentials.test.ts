import { explain } from "../../../src/assurance";
import { roleSubject } from "../../../src/assurance/identity";
import { canRead } from "../../../src/assurance/identity/questions/secrets";
import { atLeastOne } from "../../support/at-least-one";
import { answer, chapter, Explained, hops } from "./support";

const { proof, changed } = (() => {
  const explained = new Explained();
  return { proof: explained.proof, changed: explained.changed.bind(explained) };
})();

const secrets = proof.model.secrets.map(({ name }) => name);

describe("an explanation of a secret that a principal reads", () => {
  const text = answer(proof, "acme/metabase", "secret");

  test("follows pods, service account, token, Secrets Manager and key, each with its statement", () => {
    const lines = chapter(text, "With the role test-org-acme, of the service account acme/acme: open");
    expect(text.split("\n")[0]).toBe("acme/metabase > acme-test-database-credentials  ALLOWED");
    expect(hops(lines)).toEqual([
      "allowed pods",
      "allowed service account",
      "allowed sts:AssumeRoleWithWebIdentity",
      "allowed secretsmanager:GetSecretValue",
      "allowed kms:Decrypt",
    ]);
    const details = lines.map((line) => line.trim());
    for (const expected of [
      /token has sub system:serviceaccount:acme:acme, aud sts.amazonaws.com$/,
      /^where StringEquals .*:sub \[system:serviceaccount:acme:acme\]$/,
      /^where StringEquals .*:aud \[sts.amazonaws.com\]$/,
      /by test-org-acme\/data.aws_iam_policy_document.identity_role_permissions ReadSecrets$/,
      /^not denied by .*secrets_credentials_guard OnlyTheseRolesRead, which requires ArnNotEquals aws:PrincipalArn/,
      /by test-org-acme\/data.aws_iam_policy_document.secrets_key_policy ReadSecretsAsOrganization$/,
    ])
      expect(details).toContainEqual(expect.stringMatching(expected));
  });

  test("says what to check where a pod does not start nevertheless", () => {
    expect(chapter(text, "If a pod stays in ContainerCreating")[1]).toBe(
      "     $ kubectl -n acme get events --field-selector reason=FailedMount",
    );
  });

  test("covers the master password, and functions as readers", () => {
    expect(
      explain(proof, "function test-database-credentials", "master password of test-shared").verdict,
    ).toBe("allowed");
  });
});

describe("an explanation of a secret that a principal does not read", () => {
  const text = answer(proof, "globex/api", "acme/secret");

  test("ends, on each path, at the first statement that denies access", () => {
    const own = chapter(text, "With the role test-org-globex, of the service account globex/globex: closed");
    expect(hops(own).at(-1)).toBe("DENIED secretsmanager:GetSecretValue");
    expect(own).toContainEqual(expect.stringMatching(/secrets_credentials_guard OnlyTheseRolesRead denies/));
    const taking = chapter(
      text,
      "By assuming the role test-org-acme, which reads the secret, with its token: closed",
    );
    expect(hops(taking)).toEqual(["DENIED sts:AssumeRoleWithWebIdentity"]);
    expect(taking.at(-1)).toMatch(/not matched: StringEquals .*:sub \[system:serviceaccount:acme:acme\]$/);
  });

  test("names the closest statement where several are about the same secret", () => {
    const closed = changed((json) => {
      const { condition } = json.statement("org-acme", "secrets_key_policy", "ReadSecretsAsOrganization");
      condition.find(({ variable }: { variable: string }) => variable === "kms:ViaService").values = [
        "ssm.eu-west-1.amazonaws.com",
      ];
    });
    const text = answer(closed, "acme/metabase", "secret");
    const own = chapter(text, "With the role test-org-acme, of the service account acme/acme: closed");
    expect(hops(own).at(-1)).toBe("DENIED kms:Decrypt");
    expect(own.slice(-2).map((line) => line.trim())).toEqual([
      "nearest statement: test-org-acme/data.aws_iam_policy_document.secrets_key_policy ReadSecretsAsOrganization",
      "not matched: StringEquals kms:ViaService [ssm.eu-west-1.amazonaws.com]",
    ]);
    expect(text.split("\n")[1]).toBe("Config allows it, so the proof fails.");
  });

  test("says that a pod that mounts the secret does not start", () => {
    expect(text).toContain(
      "A pod that mounts it stays in ContainerCreating, and its events say AccessDenied:",
    );
  });

  test("says who has to write a value before pods start", () => {
    expect(answer(proof, "acme/metabase", "secret")).toContain(
      "The secret has no value yet; it has to be written by test-database-credentials.",
    );
  });

  test("has no path from an identity that does not exist", () => {
    expect(answer(proof, "internet", "acme/secret")).toContain(
      "It has no identity in AWS and can assume none",
    );
  });
});

describe("an explanation names the path that is opened by", () => {
  test("a trust policy that accepts every token", () => {
    const open = changed((json) => {
      const [sub] = json.statement("org-acme", "identity_role_trust").condition;
      Object.assign(sub, { test: "StringLike", values: ["system:serviceaccount:*"] });
    });
    const lines = chapter(
      answer(open, "globex/api", "acme/secret"),
      "By assuming the role test-org-acme, which reads the secret, with its token: open",
    );
    expect(hops(lines)).toEqual([
      "allowed sts:AssumeRoleWithWebIdentity",
      "allowed secretsmanager:GetSecretValue",
      "allowed kms:Decrypt",
    ]);
  });

  test("a role that another role may assume", () => {
    const open = changed((json) => {
      json.statement("org-acme", "identity_role_trust").principals.push({
        type: "AWS",
        identifiers: ["arn:aws:iam::111122223333:role/test-org-globex"],
      });
      Object.assign(json.statement("org-acme", "identity_role_trust"), {
        actions: ["sts:AssumeRole", "sts:AssumeRoleWithWebIdentity"],
        condition: [],
      });
    });
    expect(answer(open, "globex/api", "acme/secret")).toContain(
      "By assuming the role test-org-acme, which reads the secret, as test-org-globex: open",
    );
  });

  test("code of a function that reads the secret", () => {
    const open = changed((json) =>
      json.grant("org-globex", "identity_role", {
        Effect: "Allow",
        Action: "lambda:UpdateFunctionCode",
        Resource: "*",
      }),
    );
    expect(answer(open, "globex/api", "acme/secret")).toContain(
      "Indirectly: it replaces the code of a function: open",
    );
  });

  test("and says UNKNOWN, never DENIED, where access is not known", () => {
    const unclear = changed((json) => {
      json.one("org-acme", "aws_kms_key", "secrets_key").policy = "${var.policy}";
    });
    expect(explain(unclear, "acme/metabase", "secret").verdict).toBe("unknown");
  });
});

test("every explanation agrees with the report", () => {
  const readers = new Map(
    proof.identity.secrets.map(({ secret, readers: all }) => [secret, new Set(all.map(({ name }) => name))]),
  );
  const asked = proof.model.roles.flatMap((role) => secrets.map((secret) => ({ role, secret })));
  for (const { role, secret } of atLeastOne(asked)) {
    const found = proof.model.secrets.find(({ name }) => name === secret);
    expect({ role: role.name, secret, verdict: explain(proof, role.name, secret).verdict }).toEqual({
      role: role.name,
      secret,
      verdict: readers.get(secret)?.has(role.name) ? "allowed" : "denied",
    });
    expect(found && canRead(roleSubject(role), found).kind).toBe(explain(proof, role.name, secret).verdict);
  }
  expect(asked.length).toBeGreaterThan(30);
});
