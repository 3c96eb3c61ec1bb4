import { called, type PartyId } from "../party";
import { remembered } from "../remembered";
import { iamArn, type Place } from "./model/place";
import { everythingAllowed } from "./model/policies";
import type { Identity } from "./model/roles";
import { Context } from "./policy/context";
import type { Principal } from "./policy/principal";
import type { Policy } from "./policy/statement";
import { Text } from "./policy/text";
import type { Verdict } from "./verdict";

/** A caller of AWS APIs. */
export interface Subject {
  readonly id: PartyId;
  /** Its name in reports. */
  readonly name: string;
  /**
   * - `role`: a role or a user of the configuration.
   * - `outsider`: a principal that a policy names and the configuration does not declare, with every permission.
   * - `administrator`: any other identity of the account, with every permission that IAM can grant.
   * - `other account`: such an identity of another account.
   * - `service`: an AWS service, or the holder of a token, that a policy names.
   */
  readonly kind: "role" | "outsider" | "administrator" | "other account" | "service";
  readonly principal: Principal;
  readonly policies: readonly Policy[];
  /** Further facts of its requests. @default - not known */
  readonly facts?: Context;
}

/** What a subject can do with a secret, or with one of its policies. */
export interface Access extends Pick<Subject, "kind" | "id" | "name"> {
  readonly verdict: Verdict;
}

export const accessOf = ({ kind, id, name }: Subject, verdict: Verdict): Access => ({
  kind,
  id,
  name,
  verdict,
});

export const roleSubject = remembered(
  (role: Identity): Subject => ({
    ...called({ kind: "role", name: role.name }),
    kind: "role",
    principal: { type: "AWS", arn: role.arn, account: role.place.account },
    policies: role.policies,
  }),
);

/** A role or user of the configuration. */
export const identitySubject = remembered(
  (identity: Identity): Subject =>
    "trust" in identity
      ? roleSubject(identity)
      : {
          ...roleSubject(identity),
          ...called({ kind: "identity", name: String(identity.arn) }),
          facts: Context.of({ "aws:PrincipalType": "User" }),
        },
);

/** An administrator of an account, different from all identities of the configuration. */
export const administrator = remembered(
  (place: Place): Subject => ({
    ...called({ kind: "administrators", name: String(place.account) }),
    kind: "administrator",
    principal: {
      type: "AWS",
      arn: iamArn(place, Text.other(`another identity of ${place.account}`)),
      account: place.account,
    },
    policies: [everythingAllowed("an administrator's policy")],
  }),
);

export const otherAccount = remembered(({ partition }: Place): Subject => {
  const account = Text.other("another account");
  return {
    ...called({ kind: "other accounts" }),
    kind: "other account",
    principal: { type: "AWS", arn: Text.join("arn:", partition, ":iam::", account, ":role/any"), account },
    policies: [everythingAllowed("an administrator's policy")],
  };
});

/** Services and token holders that a policy names directly. */
export const servicesIn = remembered((policy: Policy): readonly Subject[] => {
  const patterns = policy.statements
    .filter(({ effect }) => effect === "Allow")
    .flatMap(({ principals }) => principals?.patterns ?? []);
  return patterns.flatMap(({ type, identifier }): Subject[] => {
    const id: PartyId = { kind: "service", name: String(identifier) };
    const named = { ...called(id), kind: "service" as const, policies: [] };
    if (type === "Service") return [{ ...named, principal: { type, name: identifier } }];
    return type === "Federated" ? [{ ...named, principal: { type, provider: identifier } }] : [];
  });
});

/**
 * Facts about a subject in its requests.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export const factsAbout = remembered(({ principal, kind, facts = Context.of({}) }: Subject): Context => {
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
  }).and(facts);
});
