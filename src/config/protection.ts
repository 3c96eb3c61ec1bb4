import { hasOwnInstance } from "./instances";
import type { Environment, Organization } from "./model";

/** A key of config that protects a stack, to be set to `false` to release it. */
export interface ProtectionKey {
  readonly file: string;
  readonly key: string;
  /** The file does not have the key, and another file's stands in for it. */
  readonly isDefault: boolean;
}

/**
 * Keys of config that protect a stack from its destruction. A stack that others stand on has theirs, too, as far as these
 * are the environment's: an organization changes no stack but its own.
 *
 * @param stack its name without the environment's
 * @returns nothing where the stack may be destroyed
 */
export function protectionOf(environment: Environment, stack: string): ProtectionKey[] {
  const organization = environment.organizations.find(({ name }) => stack === `org-${name}`);
  if (organization) return protectionOfOrganization(environment, organization);
  const { cluster, database, externalAccess } = environment;
  const isSet = {
    "cluster.deletionProtection": cluster.deletionProtection,
    "database.deletionProtection": database.deletionProtection,
    "externalAccess.deletionProtection": externalAccess?.deletionProtection ?? false,
  };
  return (keysOfStack[stack] ?? [])
    .filter((key) => isSet[key])
    .map((key) => ({ key, file: `config/${environment.name}/environment.yaml`, isDefault: false }));
}

type Key = `${"cluster" | "database" | "externalAccess"}.deletionProtection`;

const keysOfStack: Readonly<Record<string, readonly Key[]>> = {
  network: ["cluster.deletionProtection", "database.deletionProtection", "externalAccess.deletionProtection"],
  cluster: ["cluster.deletionProtection"],
  platform: ["cluster.deletionProtection"],
  database: ["database.deletionProtection", "externalAccess.deletionProtection"],
};

function protectionOfOrganization(
  { name: environment, database }: Environment,
  organization: Organization,
): ProtectionKey[] {
  const { name, deletionProtection, instance } = organization;
  const file = `config/${environment}/organizations/${name}.yaml`;
  const isInstanceProtected = hasOwnInstance(organization) && instance?.deletionProtection === true;
  return [
    ...((deletionProtection ?? database.deletionProtection)
      ? [{ file, key: "deletionProtection", isDefault: deletionProtection === undefined }]
      : []),
    ...(isInstanceProtected ? [{ file, key: "instance.deletionProtection", isDefault: false }] : []),
  ];
}
