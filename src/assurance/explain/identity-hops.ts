import {
  askKey,
  askRole,
  askSecret,
  askToken,
  conditionText,
  type Decision,
  denialsNotApplying,
  type IdentityModel,
  nearestMiss,
  type Role,
  roleSubject,
  type Secret,
  type ServiceAccount,
  type Statement,
  type Subject,
  subjectOf,
} from "../identity";
import type { Hop, HopVerdict } from "./hop";

const verdicts: Record<Decision["truth"], HopVerdict> = {
  true: "allowed",
  false: "denied",
  unknown: "unknown",
};

/** The decision of AWS on one action, with the decisive statements and their conditions. */
function answer(decision: Decision): Hop {
  const { truth, action, because } = decision;
  const reasons = because === "" ? [] : because.split("; ");
  const details: Record<Decision["truth"], () => string[]> = {
    true: () => [...reasons, ...allowing(decision)],
    false: () => [...reasons, ...refusing(decision)],
    unknown: () => reasons,
  };
  return { verdict: verdicts[truth], what: action, details: details[truth]() };
}

/** For an allowed principal: the statements that allow it; no statement denies it. */
function allowing({ by, question }: Decision): string[] {
  const denies = question?.resourcePolicy
    ? denialsNotApplying([question.resourcePolicy], question.request)
    : [];
  return [
    ...by.flatMap(({ statement }) => [`by ${statement.place}`, ...conditionsOf(statement)]),
    ...denies.map(
      ({ statement, because }) => `not denied by ${statement.place}, which requires ${because()}`,
    ),
  ];
}

/**
 * The statement that denies or, if there is none, the one that is closest to allowing: a full list would be too long.
 */
function refusing({ by: [denying], question }: Decision): string[] {
  if (denying) return conditionsOf(denying.statement);
  if (!question) return [];
  const { request, identityPolicies, resourcePolicy } = question;
  const miss = nearestMiss([...(resourcePolicy ? [resourcePolicy] : []), ...identityPolicies], request);
  return miss ? [`nearest statement: ${miss.statement.place}`, `not matched: ${miss.because()}`] : [];
}

const conditionsOf = ({ conditions }: Statement): string[] =>
  conditions.map((condition) => `where ${conditionText(condition)}`);

/** Secrets Manager allows the read, and the secret's key decrypts for the same caller. */
export const readingHops = (subject: Subject, secret: Secret): Hop[] =>
  [askSecret(subject, secret, "secretsmanager:GetSecretValue"), askKey(subject, secret, "kms:Decrypt")].map(
    answer,
  );

/** One role assumes another. */
export const assumeHop = (from: Role, to: Role): Hop => answer(askRole(roleSubject(from), to));

/** STS exchanges the token of a service account for a role's credentials. */
export function tokenHop({ identityProviders }: IdentityModel, account: ServiceAccount, role: Role): Hop {
  const what = "sts:AssumeRoleWithWebIdentity";
  const subject = subjectOf(account.namespace, account.name);
  const hops = identityProviders
    .filter(
      ({ cluster }) => cluster === undefined || account.cluster === undefined || cluster === account.cluster,
    )
    .map((provider) => {
      const hop = answer(askToken(role, provider, subject));
      return {
        ...hop,
        details: [`the token has sub ${subject}, aud ${provider.audiences.join(", ")}`, ...hop.details],
      };
    });
  return (
    hops.find(({ verdict }) => verdict === "allowed") ??
    hops.find(({ verdict }) => verdict === "unknown") ??
    hops[0] ?? { verdict: "denied", what, details: ["IAM has no identity provider for its cluster"] }
  );
}

/** The annotation by which the pods of a service account know their role. */
export function givenRole(
  { roles, podIdentities }: IdentityModel,
  account: ServiceAccount,
): { readonly hop: Hop; readonly role?: Role; readonly needsToken: boolean } {
  const what = "service account";
  const association = podIdentities.find(
    ({ namespace, serviceAccount }) =>
      namespace.key === account.namespace.key && serviceAccount.key === account.name.key,
  );
  const arn = association?.roleArn ?? account.roleArn;
  const role = arn && roles.find((one) => one.arn.key === arn.key);
  const place = association?.address ?? account.address;
  if (!arn)
    return {
      hop: { verdict: "denied", what, details: ["it names no role", `at ${place}`] },
      needsToken: true,
    };
  if (!role)
    return {
      hop: {
        verdict: "unknown",
        what,
        details: [`its role ${arn} is not in this configuration`, `at ${place}`],
      },
      needsToken: true,
    };
  return {
    hop: {
      verdict: "allowed",
      what,
      details: [`${account.namespace}/${account.name} has the role ${role.name}`, `at ${place}`],
    },
    role,
    needsToken: association === undefined,
  };
}
