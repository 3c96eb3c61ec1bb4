import { managedPolicies } from "../../../src/assurance/identity/model/managed-policies";
import { covers } from "../../../src/assurance/identity/policy/glob";
import { Text } from "../../../src/assurance/identity/policy/text";
import { means } from "../../../src/assurance/identity/questions/means";

const wide = ["AdministratorAccess", "SecretsManagerReadWrite"];

const allows = (policy: string, action: string): boolean =>
  (managedPolicies[policy] ?? []).some((pattern) => covers(Text.glob(pattern), Text.of(action)));

it.each(Object.keys(managedPolicies).filter((name) => !wide.includes(name)))(
  "%s gives nobody a secret, a key, a login, or a way to one",
  (name) => {
    const actions = [
      "secretsmanager:GetSecretValue",
      "kms:Decrypt",
      "rds-db:connect",
      "sts:AssumeRole",
      ...means.flatMap((way) => way.actions),
    ];
    expect(actions.filter((action) => allows(name, action))).toEqual([]);
  },
);

it.each(wide)("%s does", (name) => {
  expect(allows(name, "secretsmanager:GetSecretValue")).toBe(true);
});
