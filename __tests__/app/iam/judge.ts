import { type Action, actionsNamed, globalConditionKeys, type ResourceType } from "./aws";
import { arnsOverlap, matches } from "./globs";
import type { Attached } from "./statements";

/** What a policy is about that is attached to a resource: ARNs of that type. Other policies name resources. */
const attachedTo: Readonly<Record<string, string>> = {
  "aws_kms_key.policy": "arn:aws:kms:*:*:key/*",
  "aws_s3_bucket_policy.policy": "arn:aws:s3:::*",
  "aws_secretsmanager_secret_policy.policy": "arn:aws:secretsmanager:*:*:secret:*",
  "aws_sns_topic.policy": "arn:aws:sns:*:*:*",
  "aws_sqs_queue.policy": "arn:aws:sqs:*:*:*",
};

/** The policy of an identity. */
const identity = "aws_iam_role_policy.policy";

/** Policies that name their resources: of identities, and of endpoints, which filter what identities ask. */
const ofRequests = [identity, "aws_vpc_endpoint.policy"];

/** The policy that says who may assume a role. It has no resources: it is about its role. */
const trust = "aws_iam_role.assume_role_policy";

/** What AWS's own list of actions says against a statement: what AWS would refuse or, worse, accept without effect. */
export async function judge({ where, holder, statement }: Attached): Promise<string[]> {
  const { actions: patterns = [], resources = [], not_resources: others = [], condition = [] } = statement;
  const about = resourcesOf(holder, others.length > 0 ? ["*"] : resources);
  const keys = condition.map(({ variable }) => variable);
  const grants = holder === identity && statement.effect !== "Deny";
  const meant = await Promise.all(patterns.map(actionsNamed));
  // A pattern stands for actions that fit and for actions that do not.
  const actions = meant.flatMap((named) => (named.length === 1 ? named : []));
  const problems = [
    ...(/^[A-Za-z0-9]*$/.test(statement.sid ?? "")
      ? []
      : [`${statement.sid} is no sid: letters and digits alone`]),
    ...patterns.filter((_, index) => meant[index]?.length === 0).map((name) => `${name} is no action of AWS`),
    ...actions.flatMap((action) => [
      ...wrongResources(action, about),
      ...(grants ? [...missingResources(action, about), ...wideResources(action, about)] : []),
      ...unknownKeys(action, about, keys),
    ]),
    ...(actions.length === patterns.length ? idleResources(actions, [...about, ...others]) : []),
  ];
  return problems.map((problem) => `${where}: ${problem}`);
}

function resourcesOf(holder: string, named: readonly string[]): readonly string[] {
  if (holder === trust) return ["arn:aws:iam::*:role/*"];
  if (ofRequests.includes(holder)) return named;
  const own = attachedTo[holder];
  if (own === undefined) throw new Error(`Say in ${__filename} what a policy of ${holder} is about.`);
  return named.map((resource) => (resource === "*" ? own : resource));
}

/** Of an action that takes `*` alone and is not on `*`, or that takes none of the resources. */
function wrongResources(action: Action, resources: readonly string[]): string[] {
  const { name, resourceTypes } = action;
  const found = resources.join(", ");
  if (resourceTypes.length === 0)
    return resources.includes("*") ? [] : [`${name} takes the resource * alone, and not ${found}`];
  return fitting(action, resources).length > 0
    ? []
    : [`${name} takes ${arns(resourceTypes)}, and the statement has ${found}`];
}

/** Of an action that takes several resources at once, where the statement has one of them. */
function missingResources(action: Action, resources: readonly string[]): string[] {
  const found = fitting(action, resources);
  const missing = action.resourceTypes.filter((type) => type.required && !found.includes(type));
  return found.length === 0 || missing.length === 0
    ? []
    : [
        `${action.name} takes ${missing.map(({ arn }) => arn).join(" and ")} as well, and the statement has ${resources.join(", ")}`,
      ];
}

/** `*` where the action could be limited to a resource. */
const wideResources = ({ name, resourceTypes }: Action, resources: readonly string[]): string[] =>
  resourceTypes.length > 0 && resources.includes("*")
    ? [`${name} is allowed on * and could be limited to ${arns(resourceTypes)}`]
    : [];

/** Resources of a statement that none of its actions takes. */
const idleResources = (actions: readonly Action[], resources: readonly string[]): string[] =>
  resources
    .filter(
      (resource) => !actions.some(({ resourceTypes }) => resourceTypes.some((type) => fits(resource, type))),
    )
    .filter((resource) => resource !== "*")
    .map((resource) => `none of its actions takes ${resource}`);

/** Keys of a condition that requests of an action do not carry: such a condition never holds, or always. */
function unknownKeys(action: Action, resources: readonly string[], keys: readonly string[]): string[] {
  const types = fitting(action, resources);
  const carried = [
    ...action.conditionKeys,
    ...types.flatMap(({ conditionKeys }) => conditionKeys),
    ...globalConditionKeys,
  ];
  return keys
    .filter((key) => !carried.some((one) => matches(one, key)) && !isTokenClaim(action.name, key))
    .map((key) => `${action.name} knows no condition key ${key}`);
}

const fitting = ({ resourceTypes }: Action, resources: readonly string[]): ResourceType[] =>
  resourceTypes.filter((type) => resources.some((resource) => fits(resource, type)));

const arns = (types: readonly ResourceType[]): string => types.map(({ arn }) => arn).join(" or ");

const fits = (resource: string, { arn }: ResourceType): boolean =>
  resource === "*" || arnsOverlap(arn, resource);

/** Claims of an identity provider's token. Their names begin with the provider's, which AWS cannot list. */
const isTokenClaim = (action: string, key: string): boolean =>
  action === "sts:AssumeRoleWithWebIdentity" && /^\$\{[^}]*issuer.*\}:(aud|sub)$/.test(key);
