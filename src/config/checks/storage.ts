import { databaseInstances } from "../instances";
import type { Environment } from "../model";
import type { Problem } from "../problem";
import { largestVolume } from "../schema/database";
import { onePerFile, settingOf } from "./check";

/**
 * RDS refuses a limit for storage autoscaling that is less than 10 % above the allocated storage.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html
 */
export function storageCeiling(environment: Environment): Problem[] {
  return onePerFile(databaseInstances(environment), "storageGiB", "maxStorageGiB").flatMap(
    (instance): Problem[] => {
      const { storageGiB, maxStorageGiB } = instance.settings;
      const least = Math.ceil((storageGiB * 11) / 10);
      if (maxStorageGiB >= least) return [];
      const ample = Math.min(Math.ceil((storageGiB * 126) / 100), largestVolume);
      return [
        {
          ...settingOf(instance, "maxStorageGiB"),
          found: `${maxStorageGiB}, with storageGiB ${storageGiB}`,
          allowed: `${least} or more: RDS wants room to grow by a tenth`,
          fix:
            least > largestVolume
              ? `Lower storageGiB to ${Math.floor((largestVolume * 10) / 11)}, and raise maxStorageGiB to ${largestVolume}: no volume is larger.`
              : `Raise maxStorageGiB to ${least}, better to ${ample}: below that RDS warns all the time.`,
        },
      ];
    },
  );
}
