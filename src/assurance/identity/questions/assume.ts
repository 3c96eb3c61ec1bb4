import { type PartyId, partyText } from "../../party";
import { remembered } from "../../remembered";
import type { IdentityModel } from "../model/model";
import type { Role } from "../model/roles";
import { Context } from "../policy/context";
import { type Decision, decide } from "../policy/decide";
import type { Policy } from "../policy/statement";
import type { Text } from "../policy/text";
import { administrator, factsAbout, otherAccount, roleSubject, type Subject } from "../subjects";
import { isPossible, type Verdict, verdictOn } from "../verdict";
import { mayAllow } from "./relevance";
import { tokenHolders } from "./web-identities";

/** What can have a role's credentials from STS. */
export interface Holder {
  readonly kind: "service account" | "service" | Subject["kind"];
  readonly id: PartyId;
  /** What reports call it. */
  readonly name: string;
  readonly verdict: Verdict;
  /** Address of the provider of identities whose tokens it shows. @default - it shows none */
  readonly through?: string;
}

/** All principals that may take a role. */
export function holdersOf(role: Role, model: IdentityModel): Holder[] {
  return [...serviceAccounts(role, model), ...services(role, model), ...identities(role, model)];
}

function serviceAccounts(role: Role, model: IdentityModel): Holder[] {
  const byToken = tokenHolders(role, model).map(
    ({ subject, provider, verdict }): Holder => ({
      kind: "service account",
      ...called(
        provider.cluster !== undefined && model.homeClusters.has(provider.cluster)
          ? accountIn(subject)
          : { kind: "identity", name: `holders of tokens of ${provider.issuer}` },
      ),
      verdict,
      through: provider.address,
    }),
  );
  const byPodIdentity = model.podIdentities
    .filter(({ roleArn }) => roleArn.key === role.arn.key || roleArn.unclear.length > 0)
    .map(
      ({ namespace, serviceAccount, address }): Holder => ({
        kind: "service account",
        ...called({ kind: "service account", namespace: String(namespace), name: String(serviceAccount) }),
        verdict: { kind: "allowed", witness: [`${address} gives it to the service account`] },
      }),
    );
  return [...new Map([...byToken, ...byPodIdentity].map((holder) => [holder.name, holder])).values()];
}

const called = (id: PartyId) => ({ id, name: partyText(id) });

/** The service account that STS names in a token's subject. */
function accountIn(subject: Text): PartyId {
  const [, namespace, name] = /^system:serviceaccount:([^:]+):(.*)$/.exec(String(subject)) ?? [];
  if (namespace === undefined || name === undefined) return { kind: "identity", name: String(subject) };
  return { kind: "service account", namespace, name };
}

/** AWS services that take the role. What they act for is limited by conditions on their source, which are left out. */
function services(role: Role, model: IdentityModel): Holder[] {
  const trust = withoutSources(role.trust);
  const names = trust.statements.flatMap(({ principals }) =>
    (principals?.patterns ?? []).filter(({ type }) => type === "Service").map(({ identifier }) => identifier),
  );
  return [...new Map(names.map((name) => [name.key, name])).values()]
    .filter((name) => name.literal !== "pods.eks.amazonaws.com" || model.podIdentities.length === 0)
    .map(
      (name): Holder => ({
        kind: "service",
        ...called({ kind: "service", name: String(name) }),
        verdict: verdictOn([
          decide({
            request: {
              principal: { type: "Service", name },
              action: "sts:AssumeRole",
              resource: role.arn,
              context: Context.of({ "aws:SecureTransport": "true" }),
            },
            agreement: "resource",
            account: role.place.account,
            identityPolicies: [],
            resourcePolicy: trust,
          }),
        ]),
      }),
    )
    .filter(({ verdict }) => isPossible(verdict));
}

const withoutSources = remembered(
  (trust: Policy): Policy => ({
    ...trust,
    statements: trust.statements.map((statement) => ({
      ...statement,
      conditions: statement.conditions.filter(
        ({ key }) => !/^aws:source(arn|account|org)/i.test(key.literal ?? ""),
      ),
    })),
  }),
);

/** Roles of the configuration, those whom the trust names, and where it opens the account, its administrators. */
function identities(role: Role, model: IdentityModel): Holder[] {
  const named = role.trust.statements.flatMap(({ principals }) =>
    (principals?.patterns ?? []).filter(({ type }) => type === "AWS" || type === "*"),
  );
  const open =
    role.trust.unclear.length > 0 || role.trust.statements.some(({ principals }) => principals?.except);
  if (named.length === 0 && !open) return [];
  const candidates = [
    ...model.roles
      .filter((other) => mayAllow(other, "sts:AssumeRole") || isNamed(other, named))
      .map(roleSubject),
    ...model.world.witnesses([role.trust]),
    administrator(role.place),
    otherAccount(role.place),
  ];
  return candidates
    .filter(({ name }) => name !== role.name)
    .map((subject): Holder => {
      const { kind, id, name } = subject;
      return { kind, id, name, verdict: canAssume(subject, role) };
    })
    .filter(({ verdict }) => isPossible(verdict));
}

const isNamed = ({ arn }: Role, named: readonly { readonly identifier: Text }[]): boolean =>
  named.some(
    ({ identifier }) =>
      identifier.literal === "*" || identifier.key === arn.key || identifier.unclear.length > 0,
  );

/** Whether an identity can take a role: trust that names it suffices in one account, trust in the account does not. */
export const canAssume = (subject: Subject, role: Role): Verdict => verdictOn([askRole(subject, role)]);

/** Whether STS gives an identity a role's credentials. */
export const askRole = (subject: Subject, role: Role): Decision =>
  decide({
    request: {
      principal: subject.principal,
      action: "sts:AssumeRole",
      resource: role.arn,
      // The caller chooses its external id, so what a condition says of it is not known.
      context: factsAbout(subject),
    },
    agreement: "resource",
    account: role.place.account,
    identityPolicies: subject.policies,
    resourcePolicy: role.trust,
  });
