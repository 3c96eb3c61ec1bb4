import { remembered } from "../../remembered";
import type { Configuration } from "../../terraform";
import type { Database } from "../model/databases";
import type { Key } from "../model/keys";
import { type IdentityModel, readIdentityModel } from "../model/model";
import { arn, type Place } from "../model/place";
import type { Identity } from "../model/roles";
import type { Secret } from "../model/secrets";
import type { SecurityGroup } from "../model/security-groups";
import type { Tags } from "../model/tags";
import { Context } from "../policy/context";
import { type Agreement, decide } from "../policy/decide";
import type { Policy } from "../policy/statement";
import { Text } from "../policy/text";
import { factsAbout, identitySubject } from "../subjects";
import { isCertain, isPossible, type Verdict, verdictOn } from "../verdict";
import { GroupsToAsk } from "./groups-to-ask";
import { type Means, means } from "./means";
import { type NetworkMeans, networkMeans } from "./network-means";
import { type Possession, possessions } from "./possession";
import { allowsAction, mayAllow } from "./relevance";

/** A way by which somebody could come by credentials without being allowed to read them. */
export interface Takeover {
  /** Name of the role that has the way. */
  readonly by: string;
  /** What it does, such as `replaces the code of a function`. */
  readonly means: string;
  /** What it gains by that: a role's name, a secret's, or an address. */
  readonly gains: string;
  readonly verdict: Verdict;
  /** Whether it opens a path through the network. @default false */
  readonly isOfNetwork?: boolean;
}

/** Who does what, and what that gives: as reports tell it, and as an exception has to name it. */
export const takeoverText = ({ by, means, gains }: Takeover): string => `${by} ${means}: ${gains}`;

interface Target {
  readonly gains: string;
  readonly asked: Asked;
}

/** What a question about a target needs to know of it. */
interface Asked {
  readonly arn: Text;
  readonly account: Text;
  readonly agreement: Agreement;
  readonly policy?: Policy;
  /** @default - not known */
  readonly tags?: Tags;
}

/** Every indirect way of every role. In a tight configuration there is none. */
export function takeoversIn(configuration: Configuration): readonly Takeover[] {
  const model = readIdentityModel(configuration);
  return [...byPermission(model), ...byNetwork(model), ...byKubernetes(model), ...byMetadata(model)];
}

function byPermission(model: IdentityModel): Takeover[] {
  return means.flatMap((way) => {
    const able = rolesWith(way, model);
    const found = targetsOf(way, model).flatMap((target) =>
      (letsSomebodyIn(target, way) ? identitiesOf(model) : able).map((role) => ({
        by: identitySubject(role).name,
        means: way.name,
        gains: target.gains,
        verdict: can(role)(target.asked)(way),
      })),
    );
    return eachOnce(found);
  });
}

/** Those that are possible, each once: the certain one of two that read alike. */
function eachOnce(all: readonly Takeover[]): Takeover[] {
  const found = new Map<string, Takeover>();
  for (const takeover of all.filter(({ verdict }) => isPossible(verdict))) {
    const text = takeoverText(takeover);
    const known = found.get(text);
    if (!known || (isCertain(takeover.verdict) && !isCertain(known.verdict))) found.set(text, takeover);
  }
  return [...found.values()];
}

/** What a right over the network gains: which groups or routes it opens is up to the one who has it. */
const path = "a path through the network";

function byNetwork(model: IdentityModel): Takeover[] {
  const groups = new GroupsToAsk(model.securityGroups);
  return eachOnce(
    networkMeans.flatMap((way) =>
      rolesWith(way, model).map((role) => ({
        by: identitySubject(role).name,
        means: way.name,
        gains: path,
        isOfNetwork: true,
        verdict: canInReach(role, way, targetsIn(way, role, model, groups), model),
      })),
    ),
  );
}

function targetsIn(
  { on }: NetworkMeans,
  role: Identity,
  model: IdentityModel,
  groups: GroupsToAsk,
): Target[] {
  switch (on) {
    case "security group":
      return groups.for(role).map((group) => ({ gains: group.address, asked: askedOfGroup(group) }));
    case "interface of a pod":
      return [{ gains: path, asked: podInterfaceIn(role.place) }];
    case "anything":
      return [everywhere(model)];
  }
}

/** An interface that the control plane made for a pod: by its tags it is told from all others. */
const podInterfaceIn = remembered(
  (place: Place): Asked => ({
    ...own(place.account)(arn(place, "ec2", "network-interface/", Text.other("an interface of a pod"))),
    tags: new Map([
      ["eks:eni:owner", Text.of("eks-vpc-resource-controller")],
      ["vpcresources.k8s.aws/vlan-id", Text.other("a VLAN")],
    ]),
  }),
);

/** Whether something that can come by a role's credentials may use a right of it. */
function canInReach(
  role: Identity,
  way: NetworkMeans,
  targets: readonly Target[],
  model: IdentityModel,
): Verdict {
  const ways = possessions(role, model.compute).filter(
    ({ by }) => by !== "function" || way.isWorkOfFunctions !== true,
  );
  const verdicts = targets.flatMap(({ asked }) =>
    ways.map((possession) => canHaving(role)(asked)(possession)(way)),
  );
  return (
    verdicts.find(isCertain) ??
    verdicts.find(isPossible) ?? { kind: "denied", because: "nothing in reach has the role" }
  );
}

const identitiesOf = ({ roles, users }: IdentityModel): Identity[] => [...roles, ...users];

const rolesWith = ({ actions }: Pick<Means, "actions">, model: IdentityModel): Identity[] =>
  identitiesOf(model).filter((role) => actions.every((action) => mayAllow(role, action)));

/** Whether a policy of a secret or a key allows an action to somebody without asking their own policies. */
const letsSomebodyIn = ({ asked: { policy } }: Target, way: Means): boolean =>
  policy !== undefined && isOpenTo(policy)(way);

const isOpenTo = remembered(({ unclear, statements }: Policy) =>
  remembered(
    ({ actions }: Means): boolean =>
      unclear.length > 0 ||
      statements.some(
        (statement) =>
          actions.some((action) => allowsAction(statement, action)) &&
          (statement.principals?.patterns ?? []).some(
            ({ identifier }) => !/^(\d+|arn:[^:]+:iam::\d+:root)$/.test(identifier.literal ?? ""),
          ),
      ),
  ),
);

/** Whether a role may use a way on a target, in whatever manner something comes by its credentials. */
const can = remembered((role: Identity) =>
  remembered((target: Asked) =>
    remembered((way: Pick<Means, "actions">) => answered(role, way, target, Context.of({}))),
  ),
);

/** The same where something comes by its credentials in one manner. */
const canHaving = remembered((role: Identity) =>
  remembered((target: Asked) =>
    remembered(({ facts }: Possession) =>
      remembered((way: Pick<Means, "actions">) => answered(role, way, target, facts)),
    ),
  ),
);

function answered(
  role: Identity,
  { actions }: Pick<Means, "actions">,
  { arn, account, agreement, policy, tags }: Asked,
  facts: Context,
): Verdict {
  const subject = identitySubject(role);
  const context = factsAbout(subject)
    .and(Context.of({ "kms:ViaService": "absent" }))
    .and(tags ? Context.family("aws:ResourceTag/", tags) : Context.of({}))
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

function targetsOf({ on }: Means, model: IdentityModel): Target[] {
  switch (on) {
    case "secret":
      return model.secrets.map((secret) => ({ gains: secret.name, asked: askedOfSecret(secret) }));
    case "key":
      return model.keys.map((key) => ({ gains: key.address, asked: askedOfKey(key) }));
    case "role":
      return model.roles.map(({ name, arn, place }) => ({ gains: name, asked: own(place.account)(arn) }));
    case "function":
      return model.compute.flatMap(({ arn, roleArn }) =>
        (arn ? [arn, versionsOf(arn)] : []).map((one) => ({
          gains: roleNamed(model, roleArn),
          asked: own(accountOf(model))(one),
        })),
      );
    case "database":
      return model.databases.map(instance);
    case "proxy":
      return model.proxies.map(instance);
    case "anything":
      return [everywhere(model)];
  }
}

const askedOfSecret = remembered(
  ({ arn, place, policy }: Secret): Asked => ({
    arn,
    account: place.account,
    agreement: "either",
    ...(policy && { policy }),
  }),
);

const askedOfKey = remembered(
  ({ arn, account, policy }: Key): Asked => ({ arn, account, agreement: "resource", policy }),
);

const askedOfGroup = remembered(
  ({ arn, account, tags }: SecurityGroup): Asked => ({
    ...own(account)(arn),
    ...(tags && { tags }),
  }),
);

const instance = ({ identifier, arn, place }: Database): Target => ({
  gains: identifier,
  asked: own(place.account)(arn),
});

/** A version, an alias or $LATEST of a function has an ARN of its own, behind one colon more. */
const versionsOf = remembered((arn: Text): Text => Text.join(arn, ":", Text.glob("*")));

const everywhere = (model: IdentityModel): Target => ({
  gains: "everything that IAM or EKS hands out",
  asked: own(accountOf(model))(anything),
});

const anything = Text.glob("*");

/** What the policies of its own account decide about. */
const own = remembered((account: Text) =>
  remembered((arn: Text): Asked => ({ arn, account, agreement: "identity" })),
);

const accountOf = ({ roles }: IdentityModel): Text => roles[0]?.place.account ?? noAccount;

const noAccount = Text.of("");

const roleNamed = ({ roles }: IdentityModel, arn: Text): string =>
  roles.find((role) => role.arn.key === arn.key)?.name ?? String(arn);

/** Whoever may run pods or read secrets in a namespace has what its service accounts have. */
function byKubernetes({ clusterAccess, roles }: IdentityModel): Takeover[] {
  const byArn = new Map(roles.map((role) => [role.arn.key, role]));
  return clusterAccess.flatMap(({ principalArn, policy, namespaces, address, onlyLooks }) => {
    const role = byArn.get(principalArn.key);
    if (!role || onlyLooks) return [];
    return [
      {
        by: identitySubject(role).name,
        means: `administers Kubernetes (${policy})`,
        gains: namespaces ? `service accounts of ${namespaces.join(", ")}` : "all service accounts",
        verdict: { kind: "allowed" as const, witness: [address] },
      },
    ];
  });
}

/** Pods that reach their node's metadata service have the node's role. */
const byMetadata = (model: IdentityModel): Takeover[] =>
  model.openMetadata.map(({ compute, because }) => ({
    by: `every pod on ${compute.address}`,
    means: "asks the metadata service of its node",
    gains: roleNamed(model, compute.roleArn),
    verdict: { kind: "allowed", witness: [because] },
  }));
