import { databaseInstances } from "../instances";
import type { Environment } from "../model";
import type { Problem } from "../problem";
import { settingOf } from "./check";

/** RDS refuses a ceiling for autoscaling less than a tenth above the storage. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html */
export function storageCeiling(environment: Environment): Problem[] {
  return databaseInstances(environment).flatMap((instance): Problem[] => {
    const { storageGiB, maxStorageGiB } = instance.settings;
    const least = Math.ceil((storageGiB * 11) / 10);
    if (maxStorageGiB >= least) return [];
    return [
      {
        ...settingOf(instance, "maxStorageGiB"),
        found: `${maxStorageGiB}, with storageGiB ${storageGiB}`,
        allowed: `${least} or more: RDS wants room to grow by a tenth`,
        fix: `Raise maxStorageGiB to ${least}, better to ${Math.ceil((storageGiB * 126) / 100)}: below that RDS warns all the time.`,
      },
    ];
  });
}
