import type { Intent } from "../../assurance";
import type { Declared } from "../../config/model";
import {
  encryptsData,
  migratesAtStart,
  nameOf,
  openedOf,
  secretNameOf,
  secretsMadeFor,
} from "./applications";
import { defaults } from "./defaults";
import { instanceStackOf } from "./instances";
import { organizationStack } from "./stack-names";

type Organization = Declared["organizations"][number];

export function organizationOf(
  declared: Declared,
  organization: Organization,
): Intent["organizations"][number] {
  const { name, file } = organization;
  return {
    name,
    stack: organizationStack(declared, organization),
    instance: instanceStackOf(declared, organization),
    isolation: file.isolation,
    authentication: file.authentication ?? defaults.authentication,
    logins: {
      application: limitsOf(file, {
        ...defaults.login,
        ...(file.applications.some(migratesAtStart) && { statementTimeoutSeconds: 0 }),
      }),
      ...(file.readOnlyLogin && { readOnly: limitsOf(file.readOnlyLogin, defaults.readOnlyLogin) }),
    },
    dropsData: file.dropDataOnRemoval ?? defaults.dropDataOnRemoval,
    workloads: file.applications.map(nameOf),
    members: file.members ?? defaults.members,
    opened: file.applications.flatMap(openedOf),
    secrets: 1 + file.applications.filter(encryptsData).length,
    applicationSecrets: secretsMadeFor(file.applications).map((secret) =>
      secretNameOf(name, declared.name, secret),
    ),
    secretWriters: file.secretWriters ?? defaults.secretWriters,
  };
}

type Limits = Intent["organizations"][number]["logins"]["application"];

const limitsOf = (
  {
    connectionLimit,
    statementTimeoutSeconds,
  }: { readonly [limit in "connectionLimit" | "statementTimeoutSeconds"]?: number | undefined },
  otherwise: Limits,
): Limits => ({
  connectionLimit: connectionLimit ?? otherwise.connectionLimit,
  statementTimeoutSeconds: statementTimeoutSeconds ?? otherwise.statementTimeoutSeconds,
  idleInTransactionTimeoutSeconds: otherwise.idleInTransactionTimeoutSeconds,
});
