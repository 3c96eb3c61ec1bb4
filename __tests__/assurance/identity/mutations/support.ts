import type { Stacks } from "../support";

/** A change of the synthesized JSON, and facts that it must bring about: what is possible then, which rule is broken. */
export type Mutation = [name: string, change: (stacks: Stacks) => void, caught: string[]];

export const account = "111122223333";
export const acme = "acme-test-database-credentials";
export const globex = "globex-test-database-credentials";

export const read = { Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: "*" };
export const decrypt = { Effect: "Allow", Action: "kms:Decrypt", Resource: "*" };

/** Opens one of the two locks of acme's credentials: the secret's policy, altogether. */
export const withoutGuard = (stacks: Stacks): void =>
  stacks.removeStatement("org-acme", "secrets_credentials_guard", "OnlyTheseRolesRead");

/** The same for a principal. */
export const withGuardSparing = (stacks: Stacks, role: string): void => {
  const { condition } = stacks.statement("org-acme", "secrets_credentials_guard", "OnlyTheseRolesRead");
  condition[0].values.push(`arn:aws:iam::${account}:role/${role}`);
};

/** Opens the other lock, the policy of the key. */
export const withOpenKey = (stacks: Stacks): void => {
  const statement = stacks.statement("org-acme", "secrets_key_policy", "ReadSecretsAsOrganization");
  statement.condition = statement.condition.filter(
    ({ variable }: { variable: string }) => variable !== "aws:PrincipalArn",
  );
};
