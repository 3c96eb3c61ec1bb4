import type { Environment } from "../model";
import type { Path, Problem } from "../problem";
import { databaseInstances } from "../resolve";

/** RDS refuses a ceiling for autoscaling less than a tenth above the storage. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html */
export function storageCeiling(environment: Environment): Problem[] {
  return databaseInstances(environment).flatMap(({ organization, settings }): Problem[] => {
    const { storageGiB, maxStorageGiB } = settings;
    const least = Math.ceil((storageGiB * 11) / 10);
    if (maxStorageGiB >= least) return [];
    const path: Path = organization ? ["instance", "maxStorageGiB"] : ["database", "maxStorageGiB"];
    return [
      {
        ...(organization ? { organization: organization.name } : {}),
        path,
        found: `${maxStorageGiB}, with storageGiB ${storageGiB}`,
        allowed: `${least} or more: RDS wants room to grow by a tenth`,
        fix: `Raise maxStorageGiB to ${least}, better to ${Math.ceil((storageGiB * 126) / 100)}: below that RDS warns all the time.`,
      },
    ];
  });
}
