import type { Context } from "../policy/context";
import { type Decision, decide } from "../policy/decide";
import type { Text } from "../policy/text";
import { factsAbout, type Subject } from "../subjects";

/**
 * What the policies of a caller decide alone, about a resource that has none.
 *
 * @param account that of the resource
 * @param context what the request says besides what it says of its caller. @default - nothing
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
