import type { PartyId } from "../party";
import type { Configuration } from "../terraform";
import { type Boundary, boundariesOf } from "./boundaries";
import { type IdentityModel, readIdentityModel } from "./model/model";
import type { RoleUse } from "./model/role-uses";
import type { Identity } from "./model/roles";
import type { Secret } from "./model/secrets";
import { type Holder, holdersOf } from "./questions/assume";
import { type DatabaseLogin, databaseLogins } from "./questions/database-logins";
import { type Foothold, footholds } from "./questions/footholds";
import { type Lock, locksOf, type OpenKey, openKeys, subjectsOf } from "./questions/locks";
import { type MountedSecret, mountedSecrets } from "./questions/mounts";
import { Relevance } from "./questions/relevance";
import { canPut, canRead, canWrite, policiesOf } from "./questions/secrets";
import { type Takeover, takeoversIn } from "./questions/takeovers";
import {
  type Access,
  accessOf,
  administrator,
  identitySubject,
  otherAccount,
  type Subject,
  servicesIn,
} from "./subjects";
import { isPossible, type Verdict } from "./verdict";

export interface SecretReport {
  readonly id: PartyId;
  /** Its name in reports. */
  readonly secret: string;
  readonly address: string;
  /** Instance whose master password it is. @default - none */
  readonly masterOf?: string;
  readonly readers: readonly Access[];
  readonly writers: readonly Access[];
  /** Writers that can store a new value. */
  readonly putters: readonly Access[];
  /** Its policy and the policy of its key, each judged without the other. */
  readonly locks: readonly Lock[];
}

export interface RoleReport {
  readonly role: string;
  readonly address: string;
  readonly holders: readonly Holder[];
}

/** An identity that EKS admits to Kubernetes. */
export interface ClusterAccessReport {
  readonly address: string;
  /** Name of a role of the configuration, otherwise an ARN. */
  readonly name: string;
  readonly policy: string;
  readonly isOwnRole: boolean;
  readonly onlyLooks: boolean;
  /** Whether it may forward ports of pods. */
  readonly opensPorts: boolean;
  /** Names of the namespaces to which it is limited. @default - the whole cluster */
  readonly namespaces?: readonly string[];
  /** Whether it has all permissions in the whole cluster. */
  readonly administers: boolean;
}

/** Which principals can obtain which credentials. A principal that is not in a list is denied. */
export interface IdentityReport {
  readonly secrets: readonly SecretReport[];
  readonly roles: readonly RoleReport[];
  /** Principals that policies name and the configuration does not declare, each with the statement. */
  readonly unknownPrincipals: readonly { readonly name: string; readonly place: string }[];
  /** Keys that administrators, or roles named in their own policies, may use by other means than these policies. */
  readonly openKeys: readonly OpenKey[];
  /** Resources that use roles. */
  readonly roleUses: readonly RoleUse[];
  readonly clusterAccess: readonly ClusterAccessReport[];
  readonly databaseLogins: readonly DatabaseLogin[];
  readonly takeovers: readonly Takeover[];
  readonly mounts: readonly MountedSecret[];
  /** Places where an attacker may run code, with the resulting access. */
  readonly footholds: readonly Foothold[];
  readonly boundaries: readonly Boundary[];
}

/** Names of roles and secrets, independent of permissions: most changes of policies do not affect them. */
export interface IdentityNames extends Pick<IdentityReport, "databaseLogins" | "roleUses"> {
  readonly roles: readonly NamedRole[];
  readonly secrets: readonly NamedSecret[];
}

export type NamedRole = Pick<RoleReport, "role" | "address">;
export type NamedSecret = Pick<SecretReport, "id" | "secret" | "address" | "masterOf">;

/** A part of the report that depends on the configuration only. */
const partOf =
  <T>(find: (model: IdentityModel) => T) =>
  (configuration: Configuration): T =>
    find(readIdentityModel(configuration));

const secretsOf = (configuration: Configuration): SecretReport[] =>
  readIdentityModel(configuration).secrets.map((secret) => configuration.derived(reportOnSecret, secret));

const rolesOf = partOf((model) =>
  model.roles.map((role) => ({ role: role.name, address: role.address, holders: holdersOf(role, model) })),
);

const unknownPrincipalsOf = partOf(({ world, resourcePolicies }) =>
  world
    .unknownPrincipalsIn(resourcePolicies.map(({ policy }) => policy))
    .map(({ subject, place }) => ({ name: subject.name, place })),
);

const openKeysOf = partOf(openKeys);
const clusterAccessOf = partOf(reportOnAccess);
const loginsOf = partOf(({ roles, users, databases, proxies }) =>
  databaseLogins([...roles, ...users], [...databases, ...proxies]),
);
const mountsOf = partOf(mountedSecrets);
const footholdsOf = (configuration: Configuration): Foothold[] =>
  footholds(readIdentityModel(configuration), {
    secrets: configuration.derived(secretsOf),
    roles: configuration.derived(rolesOf),
  });

export const analyzeIdentity = (configuration: Configuration): IdentityReport => ({
  secrets: configuration.derived(secretsOf),
  roles: configuration.derived(rolesOf),
  unknownPrincipals: configuration.derived(unknownPrincipalsOf),
  openKeys: configuration.derived(openKeysOf),
  roleUses: readIdentityModel(configuration).roleUses,
  clusterAccess: configuration.derived(clusterAccessOf),
  databaseLogins: configuration.derived(loginsOf),
  takeovers: configuration.derived(takeoversIn),
  mounts: configuration.derived(mountsOf),
  footholds: configuration.derived(footholdsOf),
  boundaries: boundariesOf(readIdentityModel(configuration)),
});

const roleNamesOf = partOf(({ roles }) =>
  roles.map(({ name, address }): NamedRole => ({ role: name, address })),
);

const secretNamesOf = partOf(({ secrets }) => secrets.map(namedSecret));

const namedSecret = ({ id, name, address, masterOf }: Secret): NamedSecret => ({
  id,
  secret: name,
  address,
  ...(masterOf !== undefined && { masterOf }),
});

export const identityNames = (configuration: Configuration): IdentityNames => ({
  roles: configuration.derived(roleNamesOf),
  secrets: configuration.derived(secretNamesOf),
  databaseLogins: configuration.derived(loginsOf),
  roleUses: readIdentityModel(configuration).roleUses,
});

function reportOnAccess({ clusterAccess, roles }: IdentityModel): ClusterAccessReport[] {
  const byArn = new Map(roles.map((role) => [role.arn.key, role.name]));
  return clusterAccess.map(({ address, principalArn, policy, namespaces, onlyLooks, opensPorts }) => {
    const role = byArn.get(principalArn.key);
    return {
      address,
      name: role ?? String(principalArn),
      policy: namespaces ? `${policy} on ${namespaces.join(", ")}` : policy,
      isOwnRole: role !== undefined,
      onlyLooks,
      opensPorts,
      ...(namespaces && { namespaces: namespaces.map(String) }),
      administers: policy === "AmazonEKSClusterAdminPolicy" && namespaces === undefined,
    };
  });
}

function reportOnSecret(configuration: Configuration, secret: Secret): SecretReport {
  const subjects = configuration.derived(subjectsFor, secret);
  const access = (can: (subject: Subject, secret: Secret) => Verdict): Access[] =>
    subjects
      .map((subject) => accessOf(subject, can(subject, secret)))
      .filter(({ verdict }) => isPossible(verdict));
  return {
    ...namedSecret(secret),
    readers: access(canRead),
    writers: access(canWrite),
    putters: access(canPut),
    locks: locksOf(secret, configuration.derived(subjectsOfLocks, secret)),
  };
}

const actions = [
  "secretsmanager:GetSecretValue",
  "secretsmanager:PutSecretValue",
  "secretsmanager:UpdateSecret",
  "secretsmanager:UpdateSecretVersionStage",
];

const identitiesIn = partOf(({ roles, users }): readonly Identity[] => [...roles, ...users]);

const relevanceIn = (configuration: Configuration): Relevance =>
  new Relevance(
    configuration.derived(identitiesIn),
    readIdentityModel(configuration).secrets.map(({ arn }) => arn),
    actions,
  );

/**
 * Subjects to evaluate for a secret. No statement allows the others anything, so that a thousand organizations are not
 * compared with each other.
 */
function subjectsFor(configuration: Configuration, secret: Secret): readonly Subject[] {
  const allowsByItself = (secret.policy?.statements ?? []).some(({ effect }) => effect === "Allow");
  const unclear = (secret.policy?.unclear.length ?? 0) > 0;
  const identities =
    allowsByItself || unclear
      ? configuration.derived(identitiesIn)
      : configuration.derived(relevanceIn).rolesFor(secret.arn);
  return [
    ...identities.map(identitySubject),
    ...(secret.policy ? servicesIn(secret.policy) : []),
    ...readIdentityModel(configuration).world.witnesses(policiesOf(secret)),
    administrator(secret.place),
    otherAccount(secret.place),
  ];
}

const subjectsOfLocks = (configuration: Configuration, secret: Secret): readonly Subject[] =>
  subjectsOf(secret, readIdentityModel(configuration).world);
