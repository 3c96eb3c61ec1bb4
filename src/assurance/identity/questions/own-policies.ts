import type { Context } from "../policy/context";
import { type Decision, decide } from "../policy/decide";
import type { Text } from "../policy/text";
import { factsAbout, type Subject } from "../subjects";

/**
 * The decision of a caller's own policies, for a resource without a policy.
 *
 * @param account account of the resource
 * @param context facts of the request besides those about its caller. @default - none
 */
export function askCaller(
  caller: Subject,
  action: string,
  resource: Text,
  account: Text,
  context?: Context,
): Decision {
  const facts = factsAbout(caller);
  return decide({
    request: {
      principal: caller.principal,
      action,
      resource,
      context: context ? facts.and(context) : facts,
    },
    agreement: "identity",
    account,
    identityPolicies: caller.policies,
  });
}
