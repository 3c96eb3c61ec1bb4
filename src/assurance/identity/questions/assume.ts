import { called, type PartyId } from "../../party";
import { remembered } from "../../remembered";
import type { IdentityModel } from "../model/model";
import type { Role } from "../model/roles";
import { Context } from "../policy/context";
import { type Decision, decide } from "../policy/decide";
import type { Policy } from "../policy/statement";
import type { Text } from "../policy/text";
import { accessOf, administrator, factsAbout, otherAccount, roleSubject, type Subject } from "../subjects";
import { isPossible, type Verdict, verdictOn } from "../verdict";
import { mayAllow } from "./relevance";
import { tokenHolders } from "./web-identities";

/** A principal that can obtain a role's credentials from STS. */
export interface Holder {
  readonly kind: "service account" | "service" | Subject["kind"];
  readonly id: PartyId;
  /** Its name in reports. */
  readonly name: string;
  readonly verdict: Verdict;
  /** Address of the identity provider of its token. @default - none */
  readonly through?: string;
}

/** All principals that may assume a role. */
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

/** The service account in a token's subject. */
function accountIn(subject: Text): PartyId {
  const [, namespace, name] = /^system:serviceaccount:([^:]+):(.*)$/.exec(String(subject)) ?? [];
  if (namespace === undefined || name === undefined) return { kind: "identity", name: String(subject) };
  return { kind: "service account", namespace, name };
}

/** AWS services that may assume the role. Conditions on the resource on whose behalf they act are ignored. */
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

/** Roles of the configuration, principals in the trust policy, and administrators if it names the account. */
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
    .map((subject): Holder => accessOf(subject, canAssume(subject, role)))
    .filter(({ verdict }) => isPossible(verdict));
}

const isNamed = ({ arn }: Role, named: readonly { readonly identifier: Text }[]): boolean =>
  named.some(
    ({ identifier }) =>
      identifier.literal === "*" || identifier.key === arn.key || identifier.unclear.length > 0,
  );

/**
 * Whether an identity can assume a role: in one account, a trust policy that names the identity suffices; one that
 * names the account does not.
 */
export const canAssume = (subject: Subject, role: Role): Verdict => verdictOn([askRole(subject, role)]);

/** The decision of STS on an identity that assumes a role. */
export const askRole = (subject: Subject, role: Role): Decision =>
  decide({
    request: {
      principal: subject.principal,
      action: "sts:AssumeRole",
      resource: role.arn,
      // The caller chooses the external id, so conditions on it are unknown.
      context: factsAbout(subject),
    },
    agreement: "resource",
    account: role.place.account,
    identityPolicies: subject.policies,
    resourcePolicy: role.trust,
  });
