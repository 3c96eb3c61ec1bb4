import { remembered } from "../../remembered";
import type { Configuration } from "../../terraform";
import type { Text } from "../policy/text";
import { World } from "../witnesses";
import { readLoose, readRestrained } from "./admission";
import { type ClusterAccess, readClusterAccess } from "./cluster-access";
import { type Compute, openMetadata, type PodIdentity, readCompute, readPodIdentities } from "./compute";
import { type Database, readDatabases, readProxies } from "./databases";
import { type IdentityProvider, readIdentityProviders } from "./identity-providers";
import { type Installed, readInstalled } from "./installed";
import { type Key, keysByAddress } from "./keys";
import { type Mount, readCopied, readMounts } from "./mounts";
import { Names } from "./names";
import type { Place } from "./place";
import { type PodTemplate, readPodTemplates } from "./pods";
import { type ResourcePolicy, readResourcePolicies } from "./resource-policies";
import { type RoleUse, readRoleUses } from "./role-uses";
import { type Identity, type Role, readRoles, readUsers } from "./roles";
import { readSecrets, type Secret } from "./secrets";
import { readSecurityGroups, type SecurityGroup } from "./security-groups";
import { readServiceAccounts, type ServiceAccount } from "./service-accounts";
import { readDatabaseSubnets, type Subnet } from "./subnets";
import { readTargetGroups, type TargetGroup } from "./target-groups";

/** Everything in a configuration that decides who can obtain credentials. */
export interface IdentityModel {
  readonly roles: readonly Role[];
  /** IAM users. */
  readonly users: readonly Identity[];
  readonly roleUses: readonly RoleUse[];
  readonly secrets: readonly Secret[];
  readonly keys: readonly Key[];
  readonly resourcePolicies: readonly ResourcePolicy[];
  readonly databases: readonly Database[];
  readonly proxies: readonly Database[];
  readonly serviceAccounts: readonly ServiceAccount[];
  readonly pods: readonly PodTemplate[];
  readonly mounts: readonly Mount[];
  /** Secrets, by name or ARN, that are copied to Kubernetes secrets. */
  readonly copied: readonly Text[];
  /** Charts and add-ons, with their permissions in Kubernetes. */
  readonly installed: Installed;
  /** Powers that admission policies remove from service accounts, as `namespace/name POWER`. */
  readonly restrained: ReadonlySet<string>;
  /** Addresses of admission policies that match a power without removing it, by the same key. */
  readonly loose: ReadonlyMap<string, string>;
  readonly identityProviders: readonly IdentityProvider[];
  /**
   * Addresses of clusters in which the stacks create service accounts: accounts of other clusters are different
   * identities.
   */
  readonly homeClusters: ReadonlySet<string>;
  readonly compute: readonly Compute[];
  readonly securityGroups: readonly SecurityGroup[];
  /** Target groups without those of applications. */
  readonly targetGroups: readonly TargetGroup[];
  /** Subnets of databases. */
  readonly databaseSubnets: readonly Subnet[];
  readonly podIdentities: readonly PodIdentity[];
  readonly clusterAccess: readonly ClusterAccess[];
  /** Nodes whose credentials every pod can request. */
  readonly openMetadata: readonly { readonly compute: Compute; readonly because: string }[];
  /** The known and the undeclared principals. */
  readonly world: World;
}

/**
 * The model of a configuration. Each part is a fact of the configuration, derived on first use. All getters are on one
 * prototype: getters per object kept the configurations of earlier models alive.
 */
export const readIdentityModel = (configuration: Configuration): IdentityModel =>
  Object.create(model, { configuration: { value: configuration } });

/** A reader as a function of the configuration only. */
const inNames =
  <T>(read: (configuration: Configuration, names: Names) => T) =>
  (configuration: Configuration): T =>
    read(configuration, new Names(configuration));

type Parts = {
  readonly [Part in keyof IdentityModel]: (configuration: Configuration) => IdentityModel[Part];
};

const parts: Parts = {
  roles: inNames(readRoles),
  users: inNames(readUsers),
  roleUses: inNames(readRoleUses),
  secrets: inNames(readSecrets),
  keys: (configuration) => [...configuration.derived(keysByAddress).values()],
  resourcePolicies: readResourcePolicies,
  databases: inNames(readDatabases),
  proxies: inNames(readProxies),
  serviceAccounts: inNames(readServiceAccounts),
  pods: inNames(readPodTemplates),
  mounts: inNames(readMounts),
  copied: readCopied,
  installed: inNames(readInstalled),
  restrained: readRestrained,
  loose: readLoose,
  identityProviders: inNames(readIdentityProviders),
  homeClusters: (configuration) => {
    const found = configuration.derived(parts.serviceAccounts).flatMap(({ cluster }) => cluster ?? []);
    const all = configuration.derived(parts.identityProviders).flatMap(({ cluster }) => cluster ?? []);
    return new Set(found.length > 0 ? found : all.length === 1 ? all : []);
  },
  compute: inNames(readCompute),
  securityGroups: inNames(readSecurityGroups),
  targetGroups: inNames(readTargetGroups),
  databaseSubnets: inNames(readDatabaseSubnets),
  podIdentities: inNames(readPodIdentities),
  clusterAccess: inNames(readClusterAccess),
  openMetadata: inNames(openMetadata),
  world: (configuration) =>
    worldOf(configuration.derived(parts.roles))(configuration.derived(placesIn))(
      configuration.derived(parts.identityProviders),
    ),
};

const model = {};
for (const [name, read] of Object.entries(parts))
  Object.defineProperty(model, name, {
    get(this: { readonly configuration: Configuration }) {
      return this.configuration.derived<unknown>(read);
    },
  });

const placesIn = (configuration: Configuration): readonly Place[] => [
  ...new Set(
    [...configuration.derived(parts.roles), ...configuration.derived(parts.secrets)].map(
      ({ place }) => place,
    ),
  ),
];

const worldOf = remembered((roles: readonly Role[]) =>
  remembered((places: readonly Place[]) =>
    remembered((providers: readonly IdentityProvider[]) => new World(roles, places, providers)),
  ),
);
