import type { Intent } from "../../assurance";
import type { Declared } from "../../config/model";
import { defaults } from "./defaults";
import { organizationStack, sharedStack } from "./stack-names";

type DatabaseFile = NonNullable<Declared["file"]["database"]>;
type Organization = Declared["organizations"][number];

export const hasOwnInstance = ({ file }: Organization): boolean => file.isolation === "instance";

/** Name of the stack with the instance that holds an organization's data. */
export const instanceStackOf = (declared: Declared, organization: Organization): string =>
  hasOwnInstance(organization)
    ? organizationStack(declared, organization)
    : sharedStack(declared, "database");

/** The shared instance, if there is one, and dedicated instances. */
export function instancesOf(declared: Declared): Intent["instances"] {
  const { file, organizations } = declared;
  const shared = {
    stack: sharedStack(declared, "database"),
    ...settingsOf(file.database ?? {}),
    ...(file.externalAccess && { ranges: file.externalAccess.allowedCidrs }),
  };
  return [
    ...((file.database?.shared ?? defaults.shared) ? [shared] : []),
    ...organizations.filter(hasOwnInstance).map((organization) => ({
      stack: organizationStack(declared, organization),
      owner: organization.name,
      ...ownSettingsOf(organization, file.database),
    })),
  ];
}

const settingsOf = ({
  pooling,
  deletionProtection,
  restoreFrom,
}: Pick<DatabaseFile, "pooling" | "deletionProtection" | "restoreFrom">) => ({
  credentialsCode: "database-credentials",
  isPooled: (pooling ?? defaults.pooling) === "rds-proxy",
  deletionProtection: deletionProtection ?? defaults.deletionProtection,
  restoredFrom: restoreFrom,
});

/** A dedicated instance inherits settings from the environment, except for the snapshot. */
const ownSettingsOf = ({ file: { instance, deletionProtection } }: Organization, shared?: DatabaseFile) =>
  settingsOf({
    ...shared,
    ...(deletionProtection !== undefined && { deletionProtection }),
    ...instance,
    restoreFrom: instance?.restoreFrom,
  });

/** A number of days in config per instance, by stack. A dedicated instance inherits it from the environment. */
export const daysOf = (
  declared: Declared,
  setting: "backupRetentionDays" | "logRetentionDays",
): ReadonlyMap<string, number> => {
  const days = declared.file.database?.[setting] ?? defaults[setting];
  const own = declared.organizations.filter(hasOwnInstance);
  return new Map([
    [sharedStack(declared, "database"), days],
    ...own.map((one) => [organizationStack(declared, one), one.file.instance?.[setting] ?? days] as const),
  ]);
};
