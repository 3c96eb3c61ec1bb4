import { hasOwnInstance } from "./instances";
import type { Environment, Organization } from "./model";

/** A config key that protects a stack from destruction; `false` releases the stack. */
export interface ProtectionKey {
  readonly file: string;
  readonly key: string;
  /** Whether the key is inherited: the organization's file does not set it. */
  readonly isDefault: boolean;
}

/**
 * Config keys that protect a stack from destruction. A stack is also protected by the environment's keys of stacks that
 * depend on it; organizations' keys protect only the organizations' own stacks.
 *
 * @param stack name without the environment's
 * @returns an empty list if the stack may be destroyed
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
