import { listsByKey } from "../../grouping";
import { knownMeans, type Means } from "../../known/means";
import { type NetworkMeans, networkMeans } from "../../known/network-means";
import { remembered } from "../../remembered";
import type { Configuration } from "../../terraform";
import { type IdentityModel, readIdentityModel } from "../model/model";
import type { Identity } from "../model/roles";
import type { SecurityGroup } from "../model/security-groups";
import { Context } from "../policy/context";
import { decide } from "../policy/decide";
import type { Policy, PrincipalPattern } from "../policy/statement";
import { factsAbout, identitySubject } from "../subjects";
import { isCertain, isPossible, type Verdict, verdictOn } from "../verdict";
import { GroupsToAsk } from "./groups-to-ask";
import { type Possession, possessions } from "./possession";
import { allowsAction, mayAllow } from "./relevance";
import { type Asked, path, roleNamed, type Target, targetsIn, targetsOf } from "./takeover-targets";

/** A way for a principal to obtain credentials that it is not allowed to read. */
export interface Takeover {
  /** Name of the role that can use it. */
  readonly by: string;
  /** Address of the principal. */
  readonly address: string;
  /** Its action, such as `replaces the code of a function`. */
  readonly means: string;
  /** Its gain: a role's name, a secret's name, or an address. */
  readonly gains: string;
  readonly verdict: Verdict;
  /** Addresses of the resources that make it possible, if not in the verdict. @default - those of the verdict */
  readonly because?: readonly string[];
  /** The first target on which it is possible, such as a security group. @default - it concerns no single target */
  readonly through?: string;
  /** Whether it opens a path through the network. @default false */
  readonly isOfNetwork?: boolean;
}

/** Text of a takeover in reports, by which an exception names it. */
export const takeoverText = ({ by, means, gains }: Takeover): string => `${by} ${means}: ${gains}`;

/** Every takeover of every role. A strict configuration has none. */
export function takeoversIn(configuration: Configuration): readonly Takeover[] {
  const model = readIdentityModel(configuration);
  const able = configuration.derived(rolesByMeans);
  return [
    ...knownMeans.flatMap((means) => byPermission(configuration, means)),
    ...eachOnce(
      networkMeans
        .filter((means) => able.has(means))
        .flatMap((means) => configuration.derived(byNetwork, means)),
    ),
    ...byKubernetes(model),
    ...byMetadata(model),
  ];
}

function byPermission(configuration: Configuration, means: Means): readonly Takeover[] {
  const targets = configuration.derived(targetsFor, means.on);
  const able = configuration.derived(rolesByMeans).get(means) ?? none;
  const isOpen = areOpenTo(targets)(means);
  return permitted(means)(targets)(able)(isOpen ? configuration.derived(identitiesIn) : none);
}

const none: readonly Identity[] = [];

/**
 * @param all subjects for targets whose own policies allow the action; for other targets, only those whose policies may
 * allow it
 */
const permitted = remembered((means: Means) =>
  remembered((targets: readonly Target[]) =>
    remembered((able: readonly Identity[]) =>
      remembered((all: readonly Identity[]): readonly Takeover[] =>
        eachOnce(
          targets.flatMap((target) =>
            (allowsByItself(target, means) ? all : able).map((role) => ({
              by: identitySubject(role).name,
              address: role.address,
              means: means.name,
              gains: target.gains,
              verdict: can(means)(role)(target.asked),
            })),
          ),
        ),
      ),
    ),
  ),
);

/** Possible takeovers without duplicates; of two with the same text, the certain one. */
function eachOnce(all: readonly Takeover[]): Takeover[] {
  const found = new Map<string, Takeover>();
  for (const takeover of all.filter(({ verdict }) => isPossible(verdict))) {
    const text = takeoverText(takeover);
    const known = found.get(text);
    if (!known || (isCertain(takeover.verdict) && !isCertain(known.verdict))) found.set(text, takeover);
  }
  return [...found.values()];
}

function byNetwork(configuration: Configuration, means: NetworkMeans): Takeover[] {
  const able = configuration.derived(rolesByMeans).get(means) ?? none;
  const model = readIdentityModel(configuration);
  const groups = groupsToAsk(model.securityGroups);
  return able.map((role) => {
    const { verdict, target } = canInReach(role, means, targetsIn(means, role, model, groups), model);
    return {
      by: identitySubject(role).name,
      address: role.address,
      means: means.name,
      gains: path,
      isOfNetwork: true,
      verdict,
      ...(target !== undefined && target.gains !== path && { through: target.gains }),
    };
  });
}

const groupsToAsk = remembered((groups: readonly SecurityGroup[]) => new GroupsToAsk(groups));

/** Whether a principal or workload that can obtain a role's credentials may use a permission of the role. */
function canInReach(
  role: Identity,
  means: NetworkMeans,
  targets: readonly Target[],
  model: IdentityModel,
): { readonly verdict: Verdict; readonly target?: Target } {
  const holdings = possessions(role, model.compute);
  const found = targets.flatMap((target) =>
    holdings
      .filter((possession) => !(possession.function && target.keptBy?.has(possession.function.key)))
      .map((possession) => ({ target, verdict: canHaving(role)(target.asked)(possession)(means) })),
  );
  return (
    found.find(({ verdict }) => isCertain(verdict)) ??
    found.find(({ verdict }) => isPossible(verdict)) ?? {
      verdict: { kind: "denied", because: "nothing in reach has the role" },
    }
  );
}

const identitiesIn = (configuration: Configuration): readonly Identity[] => {
  const { roles, users } = readIdentityModel(configuration);
  return [...roles, ...users];
};

/** Roles and users whose own policies may allow an action; others need no further question. */
const rolesByMeans = (configuration: Configuration): ReadonlyMap<AnyMeans, readonly Identity[]> =>
  listsByKey(
    configuration
      .derived(identitiesIn)
      .flatMap((identity) => meansOf(identity).map((means) => [means, identity] as const)),
  );

type AnyMeans = Means | NetworkMeans;

const allMeans: readonly AnyMeans[] = [...knownMeans, ...networkMeans];

const meansOf = remembered((identity: Identity): readonly AnyMeans[] =>
  allMeans.filter(({ actions }) => actions.every((action) => mayAllow(identity, action))),
);

const targetsFor = (configuration: Configuration, on: Means["on"]): readonly Target[] =>
  targetsOf(on, readIdentityModel(configuration));

/** Whether the policy of a secret or a key allows an action to a principal whose own policies do not. */
const allowsByItself = ({ asked: { policy } }: Target, means: Means): boolean =>
  policy !== undefined && isOpenTo(policy)(means);

const areOpenTo = remembered((targets: readonly Target[]) =>
  remembered((means: Means): boolean => targets.some((target) => allowsByItself(target, means))),
);

const isOpenTo = remembered(({ unclear, statements }: Policy) =>
  remembered(
    ({ actions }: Means): boolean =>
      unclear.length > 0 ||
      statements.some(
        (statement) =>
          actions.some((action) => allowsAction(statement, action)) &&
          (statement.principals?.except === true ||
            (statement.principals?.patterns ?? []).some(mayNameIdentity)),
      ),
  ),
);

/**
 * Whether a principal in a policy names an identity of the configuration, or may; an account as the principal delegates
 * to IAM policies.
 */
const mayNameIdentity = ({ type, identifier }: PrincipalPattern): boolean =>
  (type === "AWS" || type === "*") && !/^(\d+|arn:[^:]+:iam::\d+:root)$/.test(identifier.literal ?? "");

/** Whether a role may perform the actions on a target, in any way in which its credentials are obtained. */
const can = remembered((means: Pick<Means, "actions">) =>
  remembered((role: Identity) =>
    remembered((target: Asked) => answered(role, means, target, Context.of({}))),
  ),
);

/** The same for one way in which its credentials are obtained. */
const canHaving = remembered((role: Identity) =>
  remembered((target: Asked) =>
    remembered(({ facts }: Possession) =>
      remembered((means: Pick<Means, "actions">) => answered(role, means, target, facts)),
    ),
  ),
);

function answered(
  role: Identity,
  { actions }: Pick<Means, "actions">,
  { arn, account, agreement, policy, tags, facts: known = Context.of({}) }: Asked,
  facts: Context,
): Verdict {
  const subject = identitySubject(role);
  const context = factsAbout(subject)
    .and(Context.of({ "kms:ViaService": "absent" }))
    .and(tags ? Context.family("aws:ResourceTag/", tags) : Context.of({}))
    .and(known)
    .and(facts);
  return verdictOn(
    actions.map((action) =>
      decide({
        request: { principal: subject.principal, action, resource: arn, context },
        agreement,
        account,
        identityPolicies: subject.policies,
        ...(policy && { resourcePolicy: policy }),
      }),
    ),
  );
}

/** A principal that may run pods or read secrets in a namespace has the access of its service accounts. */
function byKubernetes({ clusterAccess, roles }: IdentityModel): Takeover[] {
  const byArn = new Map(roles.map((role) => [role.arn.key, role]));
  return clusterAccess.flatMap(({ principalArn, policy, namespaces, address, onlyLooks, because }) => {
    const role = byArn.get(principalArn.key);
    if (!role || onlyLooks) return [];
    return [
      {
        by: identitySubject(role).name,
        address,
        means: `administers Kubernetes (${policy})`,
        gains: namespaces ? `service accounts of ${namespaces.join(", ")}` : "all service accounts",
        verdict: { kind: "allowed" as const, witness: [address] },
        ...(because && { because }),
      },
    ];
  });
}

/** Pods that reach their node's metadata service have the node's role. */
const byMetadata = (model: IdentityModel): Takeover[] =>
  model.openMetadata.map(({ compute, because }) => ({
    by: `every pod on ${compute.address}`,
    address: compute.address,
    means: "asks the metadata service of its node",
    gains: roleNamed(model, compute.roleArn),
    verdict: { kind: "allowed", witness: [because] },
  }));
