import { covers, intersects } from "../../identity/policy/glob";
import type { Policy, Statement } from "../../identity/policy/statement";
import { Text } from "../../identity/policy/text";
import { isTakenInside } from "../../identity/questions/possession";
import { knownRights, objectActions } from "../../known/rights";
import { remembered } from "../../remembered";
import { addressesNamed, type Configuration } from "../../terraform";
import { backendsIn } from "../../terraform/backend";
import { compliant, type Evidence, type Finding, type Rule, unknown, violated } from "../rule";

const known = knownRights.map((action) => Text.glob(action));
const onObjects = objectActions.map((action) => Text.of(action.toLowerCase()));

export const rightsKnown: Rule = {
  id: "rights-known",
  threat: "A right that the proof does not know may lead to credentials by a way that it does not check.",
  mayBeAnswered: true,
  check: ({ configuration, identity }: Evidence) => {
    const buckets = configuration.derived(stateBuckets);
    return [
      ...identity.roles
        .filter(isTakenInside)
        .flatMap(({ address, policies }) => judgePolicies(address, policies, () => true, buckets)),
      ...identity.resourcePolicies
        .filter(({ type }) => /^aws_(kms|secretsmanager)_/.test(type))
        .flatMap(({ address, policy }) => judgePolicies(address, [policy], namesAnIdentity, buckets)),
    ];
  },
};

/** Statements that name only accounts are left out: policies of an account's identities have to allow the same. */
const namesAnIdentity = ({ principals }: Statement): boolean =>
  principals === undefined ||
  principals.except ||
  principals.patterns.some(
    ({ type, identifier }) =>
      type === "AWS" && !/^(\d{12}|arn:[^:]*:iam::\d{12}:root)$/.test(identifier.literal ?? ""),
  );

function judgePolicies(
  address: string,
  policies: readonly Policy[],
  isJudged: (statement: Statement) => boolean,
  buckets: readonly Text[],
): Finding[] {
  const found = new Map<string, Finding>();
  for (const statement of policies.flatMap(({ statements }) => statements))
    if (statement.effect === "Allow" && isJudged(statement))
      for (const finding of judgeStatement(address, statement, buckets)) found.set(finding.place, finding);
  return found.size > 0 ? [...found.values()] : [compliant(address)];
}

/** Each right a place of its own: an exception for one lets the role have no other. */
function judgeStatement(address: string, statement: Statement, buckets: readonly Text[]): Finding[] {
  const { actions, place } = statement;
  if (actions.except) return [unknown(`${address} NotAction`, `${place} names what it does not allow`)];
  return actions.patterns.flatMap((action): Finding[] => {
    const { pattern } = action.lowerCase;
    if (!isKnown(action))
      return [
        unknown(
          `${address} ${action}`,
          `${place} allows ${action}, and the proof does not know what that leads to`,
          {
            cause: addressesNamed(place)[0],
          },
        ),
      ];
    const isOnStates = onObjects.some((one) => intersects(one, pattern)) && mayName(statement, buckets);
    return isOnStates
      ? [
          violated(
            `${address} ${action}`,
            `${place} lets it use the bucket of states, which every proof starts from`,
            { cause: addressesNamed(place)[0] },
          ),
        ]
      : [];
  });
}

const isKnown = remembered((action: Text): boolean =>
  known.some((one) => covers(one, action.lowerCase.pattern)),
);

const mayName = ({ resources }: Statement, buckets: readonly Text[]): boolean =>
  !resources ||
  resources.except ||
  resources.patterns.some(
    ({ pattern }) => covers(pattern, anyBucket) || buckets.some((bucket) => intersects(pattern, bucket)),
  );

/** Stands for a bucket of which this configuration does not say that it holds states. */
const anyBucket = Text.join("arn:aws:s3:::", Text.other("bucket"));

/** Buckets that hold states of the environment, and the objects in them. */
const stateBuckets = (configuration: Configuration): Text[] => {
  const names = configuration
    .derived(backendsIn)
    .flatMap(({ kind, settings }) =>
      kind === "s3" && typeof settings.bucket === "string" ? [settings.bucket] : [],
    );
  return [...new Set(names)].flatMap((bucket) => [
    Text.of(`arn:aws:s3:::${bucket}`),
    Text.join(`arn:aws:s3:::${bucket}/`, Text.other("key")),
  ]);
};
