import type { IdentityModel } from "../../identity/model/model";
import { Names } from "../../identity/model/names";
import type { Role } from "../../identity/model/roles";
import { Context } from "../../identity/policy/context";
import { apply } from "../../identity/policy/evaluate";
import { intersects } from "../../identity/policy/glob";
import type { Statement } from "../../identity/policy/statement";
import { isPlaceholder, type Part, Text, witnessOf } from "../../identity/policy/text";
import { isOfFunctions, isTakenInside } from "../../identity/questions/possession";
import { roleSubject } from "../../identity/subjects";
import { isBound } from "../../known/cluster-writes";
import { onThings, onThingsOfFunctions } from "../../known/rights";
import { remembered, rememberedByKey } from "../../remembered";
import { addressesNamed, type Configuration } from "../../terraform";
import { compliant, type Evidence, type Finding, type Rule, violated, type WorkloadChoices } from "../rule";

export const rightsOnOwnThings: Rule = {
  id: "rights-on-own-things",
  threat:
    "The policies of other secrets, keys and functions of the account often leave it to IAM which identities use them.",
  check: ({ configuration, identity, choices: { workloads = [] } }: Evidence) => {
    const keysOf = (things: readonly Text[]) => things.map(({ key }) => key);
    const own = new Set(keysOf([...declaredIn(identity), ...configuration.derived(queuesAndLogs)]));
    // Another rule compares each role of pods with what config gives their organization.
    const ofPods = new Set([...own, ...keysOf(workloads.flatMap(existingFor))]);
    const podsHave = new Set(
      identity.serviceAccounts.filter((one) => !isBound(one)).map(({ roleArn }) => roleArn?.key),
    );
    return identity.roles
      .filter(isTakenInside)
      .map((role) => judgeRole(role, podsHave.has(role.arn.key) ? ofPods : own));
  },
};

const declaredIn = ({ secrets, keys, compute, targetGroups }: IdentityModel): Text[] => [
  ...[...secrets, ...keys, ...targetGroups].map(({ arn }) => arn),
  ...secrets.map(({ arn }) => withAnySuffix(arn)),
  ...compute.flatMap(({ arn }) => arn ?? []),
];

/** Secrets Manager adds six characters to a name: `??????` in their place names no other secret. */
const withAnySuffix = ({ parts }: Text): Text =>
  Text.of(
    ...parts.map(
      (part): Part =>
        isPlaceholder(part) && part.length === "one" ? { placeholder: "wildcard", length: "one" } : part,
    ),
  );

const queuesAndLogs = (configuration: Configuration): readonly Text[] => {
  const names = new Names(configuration);
  const arnsOf = (type: string) =>
    configuration.resources(type).map((resource) => names.text(resource.symbol("arn")));
  return [
    ...arnsOf("aws_sqs_queue"),
    ...arnsOf("aws_cloudwatch_log_group").flatMap((arn) => [arn, Text.join(arn, ":*").pattern]),
  ];
};

/** Secrets and keys that config names for a workload and that no stack makes. */
const existingFor = ({ secrets = [] }: WorkloadChoices): Text[] =>
  secrets.flatMap(({ secret, kmsKeyArn = [] }) => [secret, kmsKeyArn].flat().map((arn) => Text.of(arn)));

/** @param own keys of the ARNs that it may name, as patterns */
function judgeRole(role: Role, own: ReadonlySet<string>): Finding {
  const wrong = rightsOf(role).find(({ pattern }) => !own.has(pattern.key));
  if (!wrong) return compliant(role.address);
  const { place, action, pattern } = wrong;
  const undeclared = pattern.hasWildcard
    ? "not only what stacks declare"
    : "which no stack declares, and config does not name for its pods";
  return violated(role.address, `${place} allows ${action} on ${pattern}, ${undeclared}`, {
    cause: addressesNamed(place)[0],
  });
}

/** For each pattern of each statement an action on things that it may allow. */
const rightsOf = remembered((role: Role) => {
  const actions = isOfFunctions(role) ? onThingsOfFunctions : onThings;
  return role.policies
    .flatMap(({ statements }) => statements)
    .filter(({ effect }) => effect === "Allow")
    .flatMap((statement) =>
      patternsOf(statement).flatMap((pattern) => {
        const action = actions.find(
          (one) => isAbout(one, pattern) && mayAllow(role, statement, one, pattern),
        );
        return action === undefined ? [] : { place: statement.place, pattern, action };
      }),
    );
});

const patternsOf = ({ resources }: Statement): readonly Text[] =>
  !resources || resources.except ? [Text.glob("*")] : resources.patterns.map(({ pattern }) => pattern);

/** Whether a pattern may stand for things of an action's service. */
const isAbout = (action: string, pattern: Text): boolean => intersects(ofService(action), pattern);

const ofService = rememberedByKey((action: string) => Text.glob(`arn:*:${action.split(":")[0]}:*`));

/** Whether a statement may allow an action on a thing of a pattern that no stack declares. */
const mayAllow = (role: Role, statement: Statement, action: string, pattern: Text): boolean =>
  apply(statement, {
    principal: roleSubject(role).principal,
    action,
    resource: witnessOf(pattern),
    context: factsAbout(statement),
  }).truth !== "false";

/** Such a thing has no tags of the stacks, and what a key encrypts belongs to another one. */
const factsAbout = ({ conditions }: Statement): Context =>
  conditions
    .filter(({ key }) => /^kms:EncryptionContext:/i.test(key.literal ?? ""))
    .reduce((facts, { key }) => facts.with(key, "another"), withoutTags);

const withoutTags = Context.family("aws:ResourceTag/", new Map());
