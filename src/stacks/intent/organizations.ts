import type { Intent } from "../../assurance";
import type { Declared } from "../../config/model";
import { encryptsData, nameOf, openedOf, secretNameOf, secretsMadeFor } from "./applications";
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
    connectionLimit: file.connectionLimit ?? defaults.connectionLimit,
    readOnlyConnectionLimit:
      file.readOnlyLogin && (file.readOnlyLogin.connectionLimit ?? defaults.readOnlyConnectionLimit),
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
