import type { IdentityProvider } from "../../identity/model/identity-providers";
import type { Role } from "../../identity/model/roles";
import { matches } from "../../identity/policy/glob";
import type { Condition, Statement } from "../../identity/policy/statement";
import { Text } from "../../identity/policy/text";
import { compliant, type Evidence, type Finding, type Rule, violated } from "../rule";

export const serviceAccountTrust: Rule = {
  id: "service-account-trust",
  threat:
    "Without the subject every pod of the cluster can assume the role; without the audience a token that was issued for " +
    "another service can be replayed.",
  check: ({ identity }: Evidence) => [
    ...identity.identityProviders.map(judgeIssuer),
    ...identity.roles.flatMap((role) =>
      role.trust.statements.flatMap((statement) => judgeTrust(role, statement, identity.identityProviders)),
    ),
  ],
};

/** Every trust policy of the account may name an issuer that IAM accepts. */
const judgeIssuer = ({ address, issuer, cluster }: IdentityProvider): Finding =>
  cluster === undefined
    ? violated(address, `IAM accepts tokens of ${issuer}, which is no cluster of the configuration`)
    : compliant(address);

function judgeTrust(role: Role, statement: Statement, providers: readonly IdentityProvider[]): Finding[] {
  const tokens = (statement.principals?.patterns ?? []).filter(({ type }) => type === "Federated");
  if (statement.effect === "Deny" || tokens.length === 0) return [];
  return tokens.map(({ identifier }) => {
    const provider = providers.find(({ arn }) => matches(identifier, arn) === "true");
    if (!provider)
      return violated(
        role.address,
        `${statement.place} trusts ${identifier}, which is no cluster of the configuration`,
      );
    const beyond = statement.actions.patterns.find(
      ({ literal }) => literal !== "sts:AssumeRoleWithWebIdentity",
    );
    if (statement.actions.except || beyond)
      return violated(
        role.address,
        `${statement.place} allows holders of tokens more than to assume the role`,
      );
    const missing = ["sub", "aud"].filter(
      (claim) => !statement.conditions.some((condition) => isExact(condition, provider, claim)),
    );
    return missing.length === 0
      ? compliant(role.address)
      : violated(role.address, `${statement.place} does not compare ${missing.join(" and ")} with one value`);
  });
}

const isExact = (
  { operator, key, values }: Condition,
  { issuer }: IdentityProvider,
  claim: string,
): boolean =>
  operator === "StringEquals" &&
  key.key === Text.join(issuer, `:${claim}`).key &&
  values.length === 1 &&
  values[0]?.literal !== undefined &&
  !/[*?]/.test(values[0].literal);
