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
import { type Key, Keys } from "./keys";
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

/** Everything in a configuration that decides who can come by credentials. */
export interface IdentityModel {
  readonly roles: readonly Role[];
  /** Users of IAM. */
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
  /** Secrets, by name or ARN, that are copied into Kubernetes secrets. */
  readonly copied: readonly Text[];
  /** What charts and add-ons run, with their rights in Kubernetes. */
  readonly installed: Installed;
  /** What admission policies take from service accounts, as `namespace/name POWER`. */
  readonly restrained: ReadonlySet<string>;
  /** Addresses of admission policies that are about what they do not take, by the same. */
  readonly loose: ReadonlyMap<string, string>;
  readonly identityProviders: readonly IdentityProvider[];
  /** Addresses of clusters in which service accounts are made: accounts of any other cluster are other identities. */
  readonly homeClusters: ReadonlySet<string>;
  readonly compute: readonly Compute[];
  readonly securityGroups: readonly SecurityGroup[];
  /** Target groups that do not belong to applications. */
  readonly targetGroups: readonly TargetGroup[];
  /** Subnets in which databases are. */
  readonly databaseSubnets: readonly Subnet[];
  readonly podIdentities: readonly PodIdentity[];
  readonly clusterAccess: readonly ClusterAccess[];
  /** Nodes whose credentials every pod can have. */
  readonly openMetadata: readonly { readonly compute: Compute; readonly because: string }[];
  /** Who is known, and who is a stranger. */
  readonly world: World;
}

/** The model of a configuration. Each part is a fact of the configuration, derived when it is asked for. */
export const readIdentityModel = (configuration: Configuration): IdentityModel => ({
  get roles() {
    return configuration.derived(rolesIn);
  },
  get users() {
    return configuration.derived(usersIn);
  },
  get roleUses() {
    return configuration.derived(roleUsesIn);
  },
  get secrets() {
    return configuration.derived(secretsIn);
  },
  get keys() {
    return configuration.derived(keysIn);
  },
  get resourcePolicies() {
    return configuration.derived(resourcePoliciesIn);
  },
  get databases() {
    return configuration.derived(databasesIn);
  },
  get proxies() {
    return configuration.derived(proxiesIn);
  },
  get serviceAccounts() {
    return configuration.derived(serviceAccountsIn);
  },
  get homeClusters() {
    return configuration.derived(homeClustersIn);
  },
  get pods() {
    return configuration.derived(podTemplatesIn);
  },
  get mounts() {
    return configuration.derived(mountsIn);
  },
  get copied() {
    return configuration.derived(readCopied);
  },
  get installed() {
    return configuration.derived(installedIn);
  },
  get restrained() {
    return configuration.derived(readRestrained);
  },
  get loose() {
    return configuration.derived(readLoose);
  },
  get identityProviders() {
    return configuration.derived(identityProvidersIn);
  },
  get compute() {
    return configuration.derived(computeIn);
  },
  get securityGroups() {
    return configuration.derived(securityGroupsIn);
  },
  get targetGroups() {
    return configuration.derived(targetGroupsIn);
  },
  get databaseSubnets() {
    return configuration.derived(databaseSubnetsIn);
  },
  get podIdentities() {
    return configuration.derived(podIdentitiesIn);
  },
  get clusterAccess() {
    return configuration.derived(clusterAccessIn);
  },
  get openMetadata() {
    return configuration.derived(openMetadataIn);
  },
  get world() {
    return configuration.derived(worldIn);
  },
});

/** A reader as a function of the configuration alone. */
const inNames =
  <T>(read: (configuration: Configuration, names: Names) => T) =>
  (configuration: Configuration): T =>
    read(configuration, new Names(configuration));

const rolesIn = inNames(readRoles);
const usersIn = inNames(readUsers);
const roleUsesIn = inNames(readRoleUses);
const keysIn = inNames((configuration, names) => new Keys(configuration, names).all);
const secretsIn = inNames((configuration, names) =>
  readSecrets(configuration, names, new Keys(configuration, names)),
);
const resourcePoliciesIn = inNames(readResourcePolicies);
const databasesIn = inNames(readDatabases);
const proxiesIn = inNames(readProxies);
const serviceAccountsIn = inNames(readServiceAccounts);
const podTemplatesIn = inNames(readPodTemplates);
const mountsIn = inNames(readMounts);
const installedIn = inNames(readInstalled);
const identityProvidersIn = inNames(readIdentityProviders);
const computeIn = inNames(readCompute);
const securityGroupsIn = inNames(readSecurityGroups);
const targetGroupsIn = inNames(readTargetGroups);
const databaseSubnetsIn = inNames(readDatabaseSubnets);
const podIdentitiesIn = inNames(readPodIdentities);
const clusterAccessIn = inNames(readClusterAccess);
const openMetadataIn = inNames(openMetadata);
const worldIn = (configuration: Configuration): World =>
  worldOf(configuration.derived(rolesIn))(configuration.derived(placesIn))(
    configuration.derived(identityProvidersIn),
  );

const placesIn = (configuration: Configuration): readonly Place[] => [
  ...new Set(
    [...configuration.derived(rolesIn), ...configuration.derived(secretsIn)].map(({ place }) => place),
  ),
];

const worldOf = remembered((roles: readonly Role[]) =>
  remembered((places: readonly Place[]) =>
    remembered((providers: readonly IdentityProvider[]) => new World(roles, places, providers)),
  ),
);

function homeClustersIn(configuration: Configuration): ReadonlySet<string> {
  const found = configuration.derived(serviceAccountsIn).flatMap(({ cluster }) => cluster ?? []);
  const all = configuration.derived(identityProvidersIn).flatMap(({ cluster }) => cluster ?? []);
  return new Set(found.length > 0 ? found : all.length === 1 ? all : []);
}
