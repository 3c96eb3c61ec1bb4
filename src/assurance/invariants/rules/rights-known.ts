import { actionsOfAws } from "../../identity/model/aws-managed-policies";
import type { ResourcePolicy } from "../../identity/model/resource-policies";
import type { Role } from "../../identity/model/roles";
import { covers, intersects } from "../../identity/policy/glob";
import type { Policy, Statement } from "../../identity/policy/statement";
import { Text } from "../../identity/policy/text";
import { isOfFunctions, isTakenByIdentities, isTakenInside } from "../../identity/questions/possession";
import {
  knownRights,
  knownToFunctions,
  knownToPlan,
  knownToServices,
  objectActions,
  writing,
} from "../../known/rights";
import { remembered } from "../../remembered";
import { addressesNamed, type Configuration, type Resource, textOf } from "../../terraform";
import { backendsIn } from "../../terraform/backend";
import { compliant, type Evidence, type Finding, type Rule, unknown, violated } from "../rule";

const patterns = (actions: readonly string[]): Text[] => actions.map((action) => Text.glob(action));
/** Policies of AWS for services that take a role of the stacks. */
const policiesForServices = [
  "AmazonEKSClusterPolicy",
  "AmazonEKSVPCResourceController",
  "service-role/AmazonRDSEnhancedMonitoringRole",
];

const onObjects = objectActions.map((action) => Text.of(action.toLowerCase()));
const changing = writing.map((action) => Text.of(action.toLowerCase()));

export const rightsKnown: Rule = {
  id: "rights-known",
  threat: "A right that the proof does not know may lead to credentials in a way that it does not check.",
  mayBeAnswered: true,
  check: ({ configuration, identity }: Evidence) => {
    const states = configuration.derived(placesOfStates);
    return [
      ...identity.roles
        .filter(isTakenInside)
        .flatMap((role) => judgeRole((isOfFunctions(role) ? calling : running)(states))(role)),
      ...identity.roles.filter(isTakenByIdentities).flatMap(judgeRole(planning(states))),
      ...identity.roles.filter(isTakenByServicesAlone).flatMap(judgeRole(serving(states))),
      ...Object.entries(holders).flatMap(([type, holder]) =>
        configuration.resources(type).map((given) => judgeHolders(given, holder, configuration)),
      ),
      ...identity.resourcePolicies
        .filter(({ type }) => /^aws_(kms|s3|secretsmanager|sns|sqs)_/.test(type))
        .flatMap(judgePolicyOf(running(states))),
    ];
  },
};

/** Types that grant permissions, with the argument that names the recipient and the type of the recipient. */
const holders: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  aws_iam_group_policy: { group: "aws_iam_group" },
  aws_iam_group_policy_attachment: { group: "aws_iam_group" },
  aws_iam_policy_attachment: { groups: "aws_iam_group", roles: "aws_iam_role", users: "aws_iam_user" },
  aws_iam_role_policy: { role: "aws_iam_role" },
  aws_iam_role_policy_attachment: { role: "aws_iam_role" },
  aws_iam_user_policy: { user: "aws_iam_user" },
  aws_iam_user_policy_attachment: { user: "aws_iam_user" },
};

/** No other question covers permissions of identities that no stack declares, such as roles in config. */
function judgeHolders(
  given: Resource,
  holder: Readonly<Record<string, string>>,
  configuration: Configuration,
): Finding {
  const stranger = Object.entries(holder).find(([argument, type]) =>
    configuration.namedIn(type, given.get(argument)).some(({ answer }) => answer === "none"),
  );
  if (!stranger) return compliant(given.address);
  const [argument] = stranger;
  const name = textOf(given.get(argument));
  return violated(
    given.address,
    `it grants permissions to ${typeof name === "string" ? name : `one of its ${argument}`}, which no stack declares`,
  );
}

/** Permissions that the recipients of a statement may have. */
interface Holder {
  isKnown(action: Text): boolean;
  /** Effect of a permission on objects for states. Undefined if it is allowed. */
  onStates(action: Text, statement: Statement): string | undefined;
}

/** Pods, nodes and functions must not access states. */
const running = remembered(
  ({ buckets }: PlacesOfStates): Holder => ({
    isKnown: isKnownInside,
    onStates: (_, statement) => (mayName(statement, buckets) ? "use the bucket of states" : undefined),
  }),
);

const calling = remembered(
  (states: PlacesOfStates): Holder => ({ ...running(states), isKnown: isKnownToFunctions }),
);

/** A service uses a role for its own work, which AWS's policies for the service define. */
const serving = remembered(
  (states: PlacesOfStates): Holder => ({ ...running(states), isKnown: isKnownToServices }),
);

/** A planner reads the states of this environment, and locks them. */
const planning = remembered(
  ({ objects, locks }: PlacesOfStates): Holder => ({
    isKnown: isKnownToPlan,
    onStates: (action, { resources }) => {
      const isChange = changing.some((one) => intersects(one, action.lowerCase.pattern));
      const allowed = isChange ? locks : objects;
      const isWithin =
        resources !== undefined &&
        !resources.except &&
        resources.patterns.every(({ pattern }) => allowed.some((one) => covers(one, pattern)));
      if (isWithin) return undefined;
      return isChange ? "change more than locks of states" : "read more than states of this environment";
    },
  }),
);

const judgeRole = remembered((holder: Holder) =>
  remembered(({ address, policies }: Role): readonly Finding[] =>
    judgePolicies(address, policies, () => true, holder),
  ),
);

const judgePolicyOf = remembered((holder: Holder) =>
  remembered(({ address, policy }: ResourcePolicy): readonly Finding[] =>
    judgePolicies(address, [policy], namesAnIdentity, holder),
  ),
);

/** Statements that name only accounts are excluded: policies of an account's identities must allow the same. */
const namesAnIdentity = ({ principals }: Statement): boolean =>
  principals === undefined ||
  principals.except ||
  principals.patterns.some(
    ({ type, identifier }) =>
      (type === "AWS" || type === "*") &&
      !/^(\d{12}|arn:[^:]*:iam::\d{12}:root)$/.test(identifier.literal ?? ""),
  );

function judgePolicies(
  address: string,
  policies: readonly Policy[],
  isJudged: (statement: Statement) => boolean,
  holder: Holder,
): Finding[] {
  const found = new Map<string, Finding>();
  for (const { place, unclear } of policies)
    if (unclear.length > 0)
      found.set(
        place,
        unknown(`${address} ${place}`, unclear.join("; "), { cause: addressesNamed(place)[0] }),
      );
  for (const statement of policies.flatMap(({ statements }) => statements))
    if (statement.effect === "Allow" && isJudged(statement))
      for (const finding of judgeStatement(address, statement, holder)) found.set(finding.place, finding);
  return found.size > 0 ? [...found.values()] : [compliant(address)];
}

/** Each permission has its own place: an exception for one does not accept another of the same role. */
function judgeStatement(address: string, statement: Statement, holder: Holder): Finding[] {
  const { actions, place } = statement;
  if (actions.except)
    return [
      unknown(`${address} NotAction`, `${place} lists actions that it does not allow, and allows all others`),
    ];
  return actions.patterns.flatMap((action): Finding[] => {
    const more = { cause: addressesNamed(place)[0] };
    if (!holder.isKnown(action))
      return [
        unknown(
          `${address} ${action}`,
          `${place} allows ${action}, and the proof does not know the effect`,
          more,
        ),
      ];
    const isOnObjects = onObjects.some((one) => intersects(one, action.lowerCase.pattern));
    const given = isOnObjects ? holder.onStates(action, statement) : undefined;
    return given === undefined ? [] : [violated(`${address} ${action}`, `${place} lets it ${given}`, more)];
  });
}

const isOf = (known: readonly Text[]) =>
  remembered((action: Text): boolean => known.some((one) => covers(one, action.lowerCase.pattern)));
const isKnownInside = isOf(patterns(knownRights));
const isKnownToFunctions = isOf(patterns(knownToFunctions));
const isKnownToPlan = isOf(patterns(knownToPlan));
const isKnownToServices = isOf(patterns([...knownToServices, ...policiesForServices.flatMap(actionsOfAws)]));

const isTakenByServicesAlone = (role: Role): boolean => !isTakenInside(role) && !isTakenByIdentities(role);

const mayName = ({ resources }: Statement, buckets: readonly Text[]): boolean =>
  !resources ||
  resources.except ||
  resources.patterns.some(
    ({ pattern }) => covers(pattern, anyBucket) || buckets.some((bucket) => intersects(pattern, bucket)),
  );

/** A bucket that is not known to contain states. */
const anyBucket = Text.join("arn:aws:s3:::", Text.other("bucket"));

/** Places of states: buckets with all their objects; and, for this environment, states and lock objects. */
interface PlacesOfStates {
  readonly buckets: readonly Text[];
  readonly objects: readonly Text[];
  readonly locks: readonly Text[];
}

const placesOfStates = (configuration: Configuration): PlacesOfStates => {
  const kept = configuration.derived(backendsIn).flatMap(({ kind, settings: { bucket, key } }) =>
    kind === "s3" && typeof bucket === "string"
      ? [
          {
            bucket: `arn:aws:s3:::${bucket}`,
            folder: `arn:aws:s3:::${bucket}/${String(key).replace(/[^/]*$/, "")}`,
          },
        ]
      : [],
  );
  const buckets = [...new Set(kept.map(({ bucket }) => bucket))];
  const folders = [...new Set(kept.map(({ folder }) => folder))];
  return {
    buckets: buckets.flatMap((bucket) => [Text.of(bucket), Text.join(`${bucket}/`, Text.other("key"))]),
    objects: [...buckets.map((bucket) => Text.of(bucket)), ...folders.map((one) => Text.glob(`${one}*`))],
    locks: folders.map((one) => Text.glob(`${one}*.tflock`)),
  };
};
