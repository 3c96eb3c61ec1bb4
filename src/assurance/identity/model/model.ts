import type { Configuration } from "../../terraform";
import { World } from "../witnesses";
import {
  type ClusterAccess,
  type Compute,
  openMetadata,
  type PodIdentity,
  readClusterAccess,
  readCompute,
  readPodIdentities,
} from "./compute";
import { type Database, readDatabases, readProxies } from "./databases";
import { type IdentityProvider, readIdentityProviders } from "./identity-providers";
import { type Key, Keys } from "./keys";
import { type Mount, readMounts } from "./mounts";
import { Names } from "./names";
import { type PodTemplate, readPodTemplates } from "./pods";
import { type ResourcePolicy, readResourcePolicies } from "./resource-policies";
import { type RoleUse, readRoleUses } from "./role-uses";
import { type Identity, type Role, readRoles, readUsers } from "./roles";
import { readSecrets, type Secret } from "./secrets";
import { readSecurityGroups, type SecurityGroup } from "./security-groups";
import { readServiceAccounts, type ServiceAccount } from "./service-accounts";

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
  readonly identityProviders: readonly IdentityProvider[];
  /** Addresses of clusters in which service accounts are made: accounts of any other cluster are other identities. */
  readonly homeClusters: ReadonlySet<string>;
  readonly compute: readonly Compute[];
  readonly securityGroups: readonly SecurityGroup[];
  readonly podIdentities: readonly PodIdentity[];
  readonly clusterAccess: readonly ClusterAccess[];
  /** Nodes whose credentials every pod can have. */
  readonly openMetadata: readonly { readonly compute: Compute; readonly because: string }[];
  /** Who is known, and who is a stranger. */
  readonly world: World;
}

export function readIdentityModel(configuration: Configuration): IdentityModel {
  const names = new Names(configuration);
  const keys = new Keys(configuration, names);
  const roles = readRoles(configuration, names);
  const secrets = readSecrets(configuration, names, keys);
  const identityProviders = readIdentityProviders(configuration, names);
  const serviceAccounts = readServiceAccounts(configuration, names);
  return {
    roles,
    users: readUsers(configuration, names),
    roleUses: readRoleUses(configuration, names),
    secrets,
    keys: keys.all,
    resourcePolicies: readResourcePolicies(configuration, names),
    databases: readDatabases(configuration, names),
    proxies: readProxies(configuration, names),
    serviceAccounts,
    homeClusters: homeClusters(serviceAccounts, identityProviders),
    pods: readPodTemplates(configuration, names),
    mounts: readMounts(configuration, names),
    identityProviders,
    compute: readCompute(configuration, names),
    securityGroups: readSecurityGroups(configuration, names),
    podIdentities: readPodIdentities(configuration, names),
    clusterAccess: readClusterAccess(configuration, names),
    openMetadata: openMetadata(configuration, names),
    world: new World(roles, secrets, identityProviders),
  };
}

function homeClusters(
  accounts: readonly ServiceAccount[],
  providers: readonly IdentityProvider[],
): ReadonlySet<string> {
  const found = accounts.flatMap(({ cluster }) => cluster ?? []);
  const all = providers.flatMap(({ cluster }) => cluster ?? []);
  return new Set(found.length > 0 ? found : all.length === 1 ? all : []);
}
