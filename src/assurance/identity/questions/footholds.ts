import { listsByKey } from "../../grouping";
import { isBound } from "../../known/cluster-writes";
import { bindsTargets, controller, kubelet, makesPods } from "../../known/restraints";
import { called, type PartyId, partyText } from "../../party";
import type { Compute } from "../model/compute";
import type { InstalledAccount } from "../model/installed";
import type { IdentityModel } from "../model/model";
import type { Role } from "../model/roles";
import { isCertain, type Verdict } from "../verdict";
import { gives, powers, readsSecrets } from "./kubernetes-powers";

/** A secret that an attacker obtains, and by which identity. */
export interface ObtainedSecret {
  readonly secret: PartyId;
  /** Identity that may read it. */
  readonly by: PartyId;
  /** Whether it is read from the Kubernetes secret to which the driver copied it. */
  readonly isCopy: boolean;
  readonly isCertain: boolean;
}

/** A place where an attacker runs code, and the resulting access, without the place's own connections. */
export interface Foothold {
  readonly id: PartyId;
  /** Its name in reports. */
  readonly name: string;
  /** Address of the resource that declares it. */
  readonly address: string;
  /** Roles and service accounts that it has or can assume; for a node, without those of organizations' pods. */
  readonly becomes: readonly PartyId[];
  readonly reads: readonly ObtainedSecret[];
  /** Permissions of its accounts in Kubernetes by which it obtains those of others, as `ACCOUNT does ...`. */
  readonly powers: readonly Placed[];
  /** Whether it may forward ports of pods through the Kubernetes API. @default false */
  readonly opensPorts?: boolean;
  /** Reasons for which there may be more. */
  readonly unknowns: readonly Placed[];
}

/** A sentence, with the address of its cause. */
export interface Placed {
  readonly at: string;
  readonly text: string;
}

/** Results of other questions: who can assume which role and read which secret. */
export interface Known {
  readonly roles: readonly {
    readonly address: string;
    readonly holders: readonly { readonly name: string }[];
  }[];
  readonly secrets: readonly {
    readonly id: PartyId;
    readonly readers: readonly { readonly id: PartyId; readonly name: string; readonly verdict: Verdict }[];
  }[];
}

/** Every place where an attacker may run code: nodes, members of organizations, pods of organizations, functions. */
export function footholds(model: IdentityModel, known: Known): Foothold[] {
  const roles = new Map(model.roles.map((role) => [role.arn.key, role]));
  const readBy = listsByKey(
    known.secrets.flatMap(({ id, readers }) =>
      readers.map(({ id: by, name, verdict }): [string, ObtainedSecret] => [
        name,
        { secret: id, by, isCopy: false, isCertain: isCertain(verdict) },
      ]),
    ),
  );
  const withRole = (id: PartyId, role: Role | undefined): Foothold[] =>
    role
      ? [
          {
            ...called(id),
            address: role.address,
            becomes: [roleId(role)],
            reads: readBy.get(role.name) ?? [],
            powers: [],
            unknowns: [],
          },
        ]
      : [];
  return [
    ...nodes(model, known, roles, readBy),
    ...members(model, roles, readBy),
    // A pod has its service account's role, if there is one, and no Kubernetes token, as rules ensure. Charts' pods run
    // on nodes, so their access belongs to root on a node.
    ...model.serviceAccounts
      .filter((account) => !isBound(account))
      .flatMap(({ namespace, roleArn }) =>
        withRole({ kind: "pods", namespace: String(namespace) }, roleArn && roles.get(roleArn.key)),
      ),
    ...model.compute
      .filter(({ kind }) => kind === "function")
      .flatMap((one) => withRole(functionId(one), roles.get(one.roleArn.key))),
  ];
}

/**
 * Root on a node has the node's role, the kubelet's identity, and the token of every pod on the node: now of those that
 * run on every node, and of all others when they are scheduled there.
 */
function nodes(
  model: IdentityModel,
  known: Known,
  roles: ReadonlyMap<string, Role>,
  readBy: ReadonlyMap<string, readonly ObtainedSecret[]>,
): Foothold[] {
  const { installed } = model;
  const accounts = installed.accounts.map(accountId);
  const names = new Set(accounts.map(partyText));
  const addresses = new Set(
    known.roles
      .filter(({ holders }) => holders.some(({ name }) => names.has(name)))
      .map(({ address }) => address),
  );
  const held = model.roles.filter(({ address }) => addresses.has(address));
  const copies = installed.accounts
    .filter(readsAllSecrets)
    .flatMap((account) => copiedSecrets(model, account));
  const ofAccounts = powersOfInstalled(model);
  return model.compute
    .filter(({ kind }) => kind === "nodes")
    .map((group) => {
      const own = roles.get(group.roleArn.key);
      const becomes = [...(own ? [own] : []), ...held];
      return {
        ...called({ kind: "node root", name: group.name ?? group.address }),
        address: group.address,
        becomes: [...becomes.map(roleId), ...accounts],
        reads: [...becomes.flatMap(({ name }) => readBy.get(name) ?? []), ...copies],
        powers: [
          ...unlessRestrained(model, { account: kubelet, does: makesPods }, "the kubelet", group.address),
          ...ofAccounts,
        ],
        unknowns: [
          ...installed.unknowns,
          ...(own ? [] : [{ at: group.address, text: `its role is not in this configuration` }]),
        ],
      };
    });
}

/** Permissions of accounts of charts and add-ons; those of controllers, by their purpose. */
const powersOfInstalled = (model: IdentityModel): Placed[] => [
  ...model.installed.accounts
    .filter((account) => isBound(account))
    .flatMap((account) =>
      unlessRestrained(
        model,
        { account: controller, does: bindsTargets },
        partyText(accountId(account)),
        account.address,
      ),
    ),
  ...model.installed.accounts.flatMap((account) => powersOf(account, model)),
];

/** A power of an account without a permission of its chart, unless an admission policy removes it. */
function unlessRestrained(
  { restrained, loose }: IdentityModel,
  { account, does }: { readonly account: string; readonly does: string },
  name: string,
  at: string,
): Placed[] {
  const power = `${account} ${does}`;
  return restrained.has(power) ? [] : [{ at: loose.get(power) ?? at, text: `${name} ${does}` }];
}

/**
 * Principals whose access to Kubernetes is limited to a namespace. More than read access there includes its pods'
 * accounts.
 */
function members(
  { clusterAccess, serviceAccounts }: IdentityModel,
  roles: ReadonlyMap<string, Role>,
  readBy: ReadonlyMap<string, readonly ObtainedSecret[]>,
): Foothold[] {
  const places = listsByKey(
    clusterAccess.flatMap((access) =>
      (access.namespaces ?? []).map((namespace) => [String(namespace), access] as const),
    ),
  );
  return [...places].map(([namespace, accesses]) => {
    const accounts = accesses.every(({ onlyLooks }) => onlyLooks)
      ? []
      : serviceAccounts.filter((account) => String(account.namespace) === namespace);
    const held = accounts.flatMap(({ roleArn }) => (roleArn && roles.get(roleArn.key)) ?? []);
    const names = [
      ...held.map(({ name }) => name),
      ...accesses.map(({ principalArn }) => String(principalArn)),
    ];
    return {
      ...called({ kind: "members", name: namespace }),
      address: accesses[0]?.address ?? "",
      becomes: [
        ...held.map(roleId),
        ...accounts.map(({ name }) => accountId({ namespace, name: String(name) })),
      ],
      reads: names.flatMap((name) => readBy.get(name) ?? []),
      powers: [],
      opensPorts: accesses.some(({ opensPorts }) => opensPorts),
      unknowns: [],
    };
  });
}

const roleId = ({ name }: Role): PartyId => ({ kind: "role", name });
const accountId = ({ namespace, name }: Pick<InstalledAccount, "namespace" | "name">): PartyId => ({
  kind: "service account",
  namespace,
  name,
});

const readsAllSecrets = ({ rights }: InstalledAccount): boolean =>
  rights.some((right) => right.namespace === undefined && gives(right, readsSecrets));

/** Secrets that SecretProviderClasses copy to Kubernetes secrets, in all namespaces. */
function copiedSecrets(model: IdentityModel, account: InstalledAccount): ObtainedSecret[] {
  const by = accountId(account);
  const copied = new Set(model.copied.map(({ key }) => key));
  return model.secrets
    .filter(({ name, arn }) => copied.has(name) || copied.has(arn.key))
    .map(({ id }) => ({ secret: id, by, isCopy: true, isCertain: true }));
}

function powersOf(account: InstalledAccount, model: IdentityModel): Placed[] {
  const { namespace, name, rights, address } = account;
  return powers
    .filter((power) => rights.some((right) => gives(right, power)))
    .flatMap(({ does }) =>
      unlessRestrained(
        model,
        { account: `${namespace}/${name}`, does },
        partyText(accountId(account)),
        address,
      ),
    );
}

const functionId = ({ name, address }: Compute): PartyId => ({ kind: "function", name: name ?? address });
