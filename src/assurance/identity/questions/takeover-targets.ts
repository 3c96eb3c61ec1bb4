import type { Means } from "../../known/means";
import type { NetworkMeans } from "../../known/network-means";
import { remembered } from "../../remembered";
import type { Database } from "../model/databases";
import type { Key } from "../model/keys";
import type { IdentityModel } from "../model/model";
import { arn, type Place } from "../model/place";
import type { Identity } from "../model/roles";
import type { Secret } from "../model/secrets";
import type { SecurityGroup } from "../model/security-groups";
import type { Subnet } from "../model/subnets";
import type { Tags } from "../model/tags";
import type { TargetGroup } from "../model/target-groups";
import { Context } from "../policy/context";
import type { Agreement } from "../policy/decide";
import type { Policy } from "../policy/statement";
import { Text } from "../policy/text";
import type { GroupsToAsk } from "./groups-to-ask";

/** Properties of a target that a question needs. */
export interface Asked {
  readonly arn: Text;
  readonly account: Text;
  readonly agreement: Agreement;
  readonly policy?: Policy;
  /** @default - not known */
  readonly tags?: Tags;
  /** Further facts of a request for it. @default - none */
  readonly facts?: Context;
}
export interface Target {
  readonly gains: string;
  readonly asked: Asked;
  /** Keys of the ARNs of functions whose purpose is to change it. @default - none */
  readonly keptBy?: ReadonlySet<string>;
}

/** Gain of a permission on the network: the principal chooses which groups or routes it opens. */
export const path = "a path through the network";

/** Targets of permissions on the network. */
export function targetsIn(
  { on }: NetworkMeans,
  role: Identity,
  model: IdentityModel,
  groups: GroupsToAsk,
): Target[] {
  switch (on) {
    case "security group":
      return groups.for(role).map((group) => ({ gains: group.address, asked: askedOfGroup(group) }));
    case "subnet of a database":
      return model.databaseSubnets.map((subnet) => ({ gains: path, asked: askedOfSubnet(subnet) }));
    case "interface of a pod":
      return [{ gains: path, asked: podInterfaceIn(role.place) }];
    case "target group":
      return model.targetGroups.map((group) => ({
        gains: path,
        asked: askedOfTargets(group),
        keptBy: group.keptBy,
      }));
    case "anything":
      return [everywhere(model)];
  }
}

const askedOfSubnet = remembered(
  ({ id, arn, account }: Subnet): Asked => ({
    ...own(account)(arn),
    facts: Context.of({ "ec2:SubnetID": id }),
  }),
);

/** A branch network interface of a pod, which its tags distinguish from all others. */
const podInterfaceIn = remembered(
  (place: Place): Asked => ({
    ...own(place.account)(arn(place, "ec2", "network-interface/", Text.other("an interface of a pod"))),
    tags: new Map([
      ["eks:eni:owner", Text.of("eks-vpc-resource-controller")],
      ["vpcresources.k8s.aws/vlan-id", Text.other("a VLAN")],
    ]),
  }),
);

/** Targets of a takeover. */
export function targetsOf(on: Means["on"], model: IdentityModel): Target[] {
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

const askedOfTargets = remembered(({ arn, account }: TargetGroup): Asked => own(account)(arn));

const instance = ({ identifier, arn, place }: Database): Target => ({
  gains: identifier,
  asked: own(place.account)(arn),
});

/** Versions, aliases and $LATEST of a function have ARNs with one more component. */
const versionsOf = remembered((arn: Text): Text => Text.join(arn, ":", Text.glob("*")));

const everywhere = (model: IdentityModel): Target => ({
  gains: "everything that IAM or EKS hands out",
  asked: own(accountOf(model))(anything),
});

const anything = Text.glob("*");

/** Resources for which the policies of their own account decide. */
const own = remembered((account: Text) =>
  remembered((arn: Text): Asked => ({ arn, account, agreement: "identity" })),
);

const accountOf = ({ roles }: IdentityModel): Text => roles[0]?.place.account ?? noAccount;

const noAccount = Text.of("");

export const roleNamed = ({ roles }: IdentityModel, arn: Text): string =>
  namesByArn(roles).get(arn.key) ?? String(arn);

const namesByArn = remembered(
  (roles: IdentityModel["roles"]): ReadonlyMap<string, string> =>
    new Map(roles.map(({ arn, name }) => [arn.key, name])),
);
