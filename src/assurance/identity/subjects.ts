import type { IdentityModel } from "./model/model";
import { iamArn, type Place } from "./model/place";
import { everythingAllowed, unknownPolicy } from "./model/policies";
import type { Role } from "./model/roles";
import { Context } from "./policy/context";
import type { Principal } from "./policy/principal";
import type { Policy } from "./policy/statement";
import { Text } from "./policy/text";

/** Somebody whom AWS may answer. */
export interface Subject {
  /** Unique name, to show and to compare. */
  readonly name: string;
  /**
   * - `role`: a role of the configuration.
   * - `outsider`: somebody whom a policy names and the configuration does not make; what else it may do is not known.
   * - `administrator`: any other identity of an account, with every permission that IAM can give.
   * - `other account`: the same of another account.
   * - `service`: an AWS service, or somebody with a token, whom a policy names.
   */
  readonly kind: "role" | "outsider" | "administrator" | "other account" | "service";
  readonly principal: Principal;
  readonly policies: readonly Policy[];
}

export const roleSubject = (role: Role): Subject => ({
  name: role.name,
  kind: "role",
  principal: { type: "AWS", arn: role.arn, account: role.place.account },
  policies: role.policies,
});

/** An identity whose ARN a policy or an access entry spells out. */
export const outsider = (arn: Text): Subject => ({
  name: String(arn),
  kind: "outsider",
  principal: { type: "AWS", arn, account: accountIn(arn) },
  policies: [unknownPolicy(String(arn), "it is not in this configuration, so what it may do is not known")],
});

/** Whoever administers an account and is none of the identities that the configuration names. */
export const administrator = (place: Place): Subject => ({
  name: `administrators of ${place.account}`,
  kind: "administrator",
  principal: {
    type: "AWS",
    arn: iamArn(place, Text.other(`another identity of ${place.account}`)),
    account: place.account,
  },
  policies: [everythingAllowed("an administrator's policy")],
});

export const otherAccount = ({ partition }: Place): Subject => {
  const account = Text.other("another account");
  return {
    name: "other accounts",
    kind: "other account",
    principal: { type: "AWS", arn: Text.join("arn:", partition, ":iam::", account, ":role/any"), account },
    policies: [everythingAllowed("an administrator's policy")],
  };
};

/** Services and token holders whom a policy lets in directly. */
export function servicesIn(policy: Policy): Subject[] {
  const patterns = policy.statements
    .filter(({ effect }) => effect === "Allow")
    .flatMap(({ principals }) => principals?.patterns ?? []);
  return patterns.flatMap(({ type, identifier }): Subject[] => {
    const named = { name: String(identifier), kind: "service" as const, policies: [] };
    if (type === "Service") return [{ ...named, principal: { type, name: identifier } }];
    return type === "Federated" ? [{ ...named, principal: { type, provider: identifier } }] : [];
  });
}

/** What requests of a subject say about it. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
export function factsAbout({ principal, kind }: Subject): Context {
  const common = {
    "aws:SecureTransport": "true",
    "aws:SourceArn": "absent",
    "aws:SourceAccount": "absent",
  } as const;
  if (principal.type !== "AWS") return Context.of({ "aws:SecureTransport": "true" });
  return Context.of({
    ...common,
    "aws:PrincipalArn": principal.arn,
    "aws:PrincipalAccount": principal.account,
    "aws:PrincipalIsAWSService": "false",
    "aws:PrincipalServiceName": "absent",
    ...(kind === "role" && { "aws:PrincipalType": "AssumedRole" }),
  });
}

/** Everybody whom policies name and the configuration does not make. */
export function outsidersOf(model: IdentityModel): Subject[] {
  const own = new Set(model.roles.map(({ arn }) => arn.key));
  const policies = [
    ...model.secrets.flatMap(({ policy }) => policy ?? []),
    ...model.keys.map(({ policy }) => policy),
    ...model.roles.map(({ trust }) => trust),
  ];
  const named = [
    ...policies.flatMap(identitiesIn),
    ...model.clusterAccess.map(({ principalArn }) => principalArn),
  ];
  const outsiders = new Map<string, Text>();
  for (const arn of named) if (!own.has(arn.key) && isIdentity(arn)) outsiders.set(arn.key, arn);
  return [...outsiders.values()].map(outsider);
}

const identitiesIn = ({ statements }: Policy): Text[] =>
  statements.flatMap(({ principals, conditions }) => [
    ...(principals?.patterns ?? []).filter(({ type }) => type === "AWS").map(({ identifier }) => identifier),
    ...conditions
      .filter(({ key }) => key.lowerCase.literal === "aws:principalarn")
      .flatMap(({ values }) => values),
  ]);

const isIdentity = (arn: Text): boolean =>
  /^arn:[^:]+:iam::[^:]*:(role|user)\/[^*?]+$/.test(arn.literal ?? "");

const accountIn = (arn: Text): Text => Text.of(arn.literal?.split(":")[4] ?? "");
