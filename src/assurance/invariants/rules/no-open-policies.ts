import { isAboutCallers } from "../../identity/namings";
import { apply } from "../../identity/policy/evaluate";
import type { Policy, Statement } from "../../identity/policy/statement";
import { Text } from "../../identity/policy/text";
import { factsAbout, otherAccount, type Subject } from "../../identity/subjects";
import { type Evidence, type Finding, type Rule, unknownBy, violated } from "../rule";

export const noOpenPolicies: Rule = {
  id: "no-open-policies",
  threat: "A policy that allows every principal admits all AWS accounts, not only this one.",
  check: ({ identity }: Evidence) => {
    const [home] = [...identity.roles, ...identity.secrets].map(({ place }) => place);
    if (!home) return [];
    const stranger = otherAccount(home);
    return (
      identity.resourcePolicies
        // An endpoint's policy only limits: other policies must allow as well.
        .filter(({ type }) => !type.startsWith("aws_vpc_endpoint"))
        .map(({ address, type, policy }) =>
          judgePolicy(address, policy, stranger, /^aws_s(ns|qs)_/.test(type) ? home.account : undefined),
        )
    );
  },
};

/** @param account account that a policy must name if services act for accounts. @default - none required */
function judgePolicy(
  place: string,
  { statements, unclear }: Policy,
  stranger: Subject,
  account: Text | undefined,
): Finding {
  const open = statements.find((statement) => admits(statement, stranger));
  if (open) return violated(place, `${open.place} allows every principal`);
  const deputy = account && statements.find((statement) => isOnBehalfOfAny(statement, account));
  if (deputy) return violated(place, `${deputy.place} allows a service to act for every account`);
  return unknownBy(place, unclear);
}

/** If a service may be configured by any account, an undeclared principal can direct it here. */
const isOnBehalfOfAny = ({ effect, principals, conditions }: Statement, account: Text): boolean =>
  effect === "Allow" &&
  (principals?.patterns ?? []).some(({ type }) => type === "Service") &&
  !conditions.some(
    ({ operator, key, values }) =>
      /^StringEquals$/i.test(operator) &&
      /^aws:SourceAccount$/i.test(key.literal ?? "") &&
      values.length > 0 &&
      values.every((value) => value.key === account.key),
  );

/** Conditions on the caller limit a wildcard; other conditions do not. */
function admits(statement: Statement, stranger: Subject): boolean {
  const { effect, principals, conditions } = statement;
  if (effect === "Deny" || !principals) return false;
  if (!principals.except && !principals.patterns.some(({ identifier }) => identifier.literal === "*"))
    return false;
  const aboutCallers = {
    ...statement,
    actions: { except: false, patterns: [Text.of("*")] },
    resources: { except: false, patterns: [Text.of("*")] },
    conditions: conditions.filter(isAboutCallers),
  };
  const request = {
    principal: stranger.principal,
    action: "any",
    resource: Text.of("any"),
    context: factsAbout(stranger),
  };
  return apply(aboutCallers, request).truth === "true";
}
