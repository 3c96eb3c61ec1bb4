import { remembered } from "../../remembered";
import { matches } from "./glob";
import type { PrincipalPattern } from "./statement";
import { Text } from "./text";
import { some, type Truth } from "./truth";

/** The caller of a request. */
export type Principal = AwsPrincipal | ServicePrincipal | FederatedPrincipal;

/** A role or user, with the account it belongs to. */
export interface AwsPrincipal {
  readonly type: "AWS";
  readonly arn: Text;
  readonly account: Text;
}

/** An AWS service, such as `ec2.amazonaws.com`. */
export interface ServicePrincipal {
  readonly type: "Service";
  readonly name: Text;
}

/** A caller with a token of an identity provider. */
export interface FederatedPrincipal {
  readonly type: "Federated";
  readonly provider: Text;
}

/** How a policy's principals refer to a caller. */
export interface Naming {
  /** The principal itself. */
  readonly directly: Truth;
  /** The principal's account: the principal's own policies must allow, too. */
  readonly byAccount: Truth;
}

export function naming(patterns: readonly PrincipalPattern[], principal: Principal): Naming {
  return {
    directly: some(patterns.map((pattern) => namesDirectly(pattern, principal))),
    byAccount: some(patterns.map((pattern) => namesAccount(pattern, principal))),
  };
}

function namesDirectly({ type, identifier }: PrincipalPattern, principal: Principal): Truth {
  if (identifier.literal === "*" && (type === "*" || type === "AWS")) return "true";
  if (type !== principal.type) return "false";
  return matches(identifier, identityOf(principal));
}

function namesAccount({ type, identifier }: PrincipalPattern, principal: Principal): Truth {
  if (type !== "AWS" || principal.type !== "AWS") return "false";
  const { account } = principal;
  if (identifier.literal !== undefined) return matches(accountIn(identifier), account);
  return some([matches(identifier, account), matches(rootOf(account), identifier)]);
}

/** The account whose root an identifier names, or the identifier itself. */
const accountIn = remembered((identifier: Text): Text => {
  const account = /^arn:[^:]+:iam::(\d+):root$/.exec(identifier.literal ?? "")?.[1];
  return account === undefined ? identifier : Text.of(account);
});

const rootOf = remembered((account: Text) => Text.join(Text.glob("arn:*:iam::"), account, ":root"));

const identityOf = (principal: Principal): Text => {
  if (principal.type === "AWS") return principal.arn;
  return principal.type === "Service" ? principal.name : principal.provider;
};
