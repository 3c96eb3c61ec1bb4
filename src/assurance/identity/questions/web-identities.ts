import { remembered } from "../../remembered";
import type { IdentityProvider } from "../model/identity-providers";
import type { IdentityModel } from "../model/model";
import type { Role } from "../model/roles";
import { type ServiceAccount, subjectOf } from "../model/service-accounts";
import { Context } from "../policy/context";
import { type Decision, decide } from "../policy/decide";
import { matches } from "../policy/glob";
import type { Statement } from "../policy/statement";
import { Text } from "../policy/text";
import { isPossible, type Verdict, verdictOn } from "../verdict";

/** The subject of a token that STS exchanges for a role's credentials. */
export interface TokenHolder {
  /** The token's subject, such as `system:serviceaccount:acme:acme`. */
  readonly subject: Text;
  readonly provider: IdentityProvider;
  readonly verdict: Verdict;
}

/**
 * The subjects whose tokens a role accepts. Future service accounts are included: the question is also asked for one
 * that does not exist yet, in each namespace and in a new one.
 */
export const tokenHolders = (
  role: Role,
  { identityProviders, serviceAccounts }: IdentityModel,
): readonly TokenHolder[] => holdersOf(role)(identityProviders)(serviceAccounts);

const holdersOf = remembered((role: Role) =>
  remembered((providers: readonly IdentityProvider[]) =>
    remembered((accounts: readonly ServiceAccount[]) => holdersAmong(role, providers, accounts)),
  ),
);

function holdersAmong(
  role: Role,
  providers: readonly IdentityProvider[],
  accounts: readonly ServiceAccount[],
): TokenHolder[] {
  const statements = role.trust.statements.filter(
    ({ effect, principals }) => effect === "Allow" && principals,
  );
  return providersIn(statements, providers, role).flatMap((provider) =>
    subjectsToAsk(statements, provider, accounts)
      .map((subject) => ({ subject, provider, verdict: canExchange(role, provider, subject) }))
      .filter(({ verdict }) => isPossible(verdict)),
  );
}

/** Whether STS exchanges a token or an assertion for a role's credentials. Only the trust policy decides. */
function canExchange(role: Role, provider: IdentityProvider, subject: Text): Verdict {
  const [byToken, byAssertion] = ["sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML"].map((action) =>
    verdictOn([askToken(role, provider, subject, action)]),
  ) as [Verdict, Verdict];
  return isPossible(byToken) ? byToken : byAssertion;
}

/** The decision of STS on a token of a provider. */
export const askToken = (
  role: Role,
  provider: IdentityProvider,
  subject: Text,
  action = "sts:AssumeRoleWithWebIdentity",
): Decision =>
  decide({
    request: {
      principal: { type: "Federated", provider: provider.arn },
      action,
      resource: role.arn,
      context: claims(provider, subject),
    },
    agreement: "resource alone",
    account: role.place.account,
    identityPolicies: [],
    resourcePolicy: role.trust,
  });

/**
 * Claims of a token. IAM refuses an audience that the provider does not list, so a provider with one audience
 * determines it.
 */
function claims({ issuer, audiences: [audience, ...more] }: IdentityProvider, subject: Text): Context {
  const facts = Context.of({}).with(Text.join(issuer, ":sub"), subject);
  return audience && more.length === 0 ? facts.with(Text.join(issuer, ":aud"), audience) : facts;
}

/** Providers of the configuration that a trust policy names or may name, and others that it names. */
function providersIn(
  statements: readonly Statement[],
  providers: readonly IdentityProvider[],
  role: Role,
): IdentityProvider[] {
  const identifiers = statements.flatMap(({ principals }) =>
    (principals?.patterns ?? [])
      .filter(({ type }) => type !== "AWS" && type !== "Service")
      .map(({ identifier }) => identifier),
  );
  const trustsAll = role.trust.unclear.length > 0 || statements.some(({ principals }) => principals?.except);
  const known = providers.filter(
    ({ arn }) => trustsAll || identifiers.some((identifier) => matches(identifier.pattern, arn) !== "false"),
  );
  const foreign = identifiers
    .filter((identifier) => !providers.some(({ arn }) => matches(identifier, arn) === "true"))
    .map((arn) => ({ address: String(arn), arn, issuer: issuerIn(arn), audiences: [] }));
  return [...known, ...foreign];
}

function subjectsToAsk(
  statements: readonly Statement[],
  { issuer, cluster }: IdentityProvider,
  accounts: readonly ServiceAccount[],
): Text[] {
  const key = Text.join(issuer, ":sub").lowerCase.key;
  const written = statements
    .flatMap(({ conditions }) => conditions.filter((condition) => condition.key.lowerCase.key === key))
    .flatMap(({ values }) => values);
  const exact = written.filter((value) => !value.pattern.hasWildcard);
  const stranger = subjectOf(Text.other("another namespace"), Text.other("another service account"));
  // If the condition contains only exact subjects, no other subject matches. Without a condition, every subject does.
  if (written.length > 0 && exact.length === written.length) return unique([...exact, stranger]);
  const local = accounts.filter(
    (account) => cluster === undefined || account.cluster === undefined || account.cluster === cluster,
  );
  return unique([...exact, ...local.flatMap(subjectsLike), stranger]);
}

/** A service account, and a new one in the same namespace. */
const subjectsLike = ({ namespace, name }: ServiceAccount): Text[] => [
  subjectOf(namespace, name),
  subjectOf(namespace, Text.other("another service account")),
];

const unique = (texts: readonly Text[]): Text[] => [
  ...new Map(texts.map((text) => [text.key, text])).values(),
];

const issuerIn = (arn: Text): Text => Text.of(String(arn.parts.at(-1)).replace(/^.*oidc-provider\//, ""));
