import { databaseInstances } from "../instances";
import type { Environment } from "../model";
import type { Problem } from "../problem";
import { partsOf } from "./arn";
import { settingOf } from "./check";

/**
 * RDS restores snapshots of the instance's own region only. A snapshot of another account must be shared with this
 * account.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_CopySnapshot.html
 */
export const snapshotsAreOfRegion = (environment: Environment): Problem[] =>
  databaseInstances(environment).flatMap((instance): Problem[] => {
    const { restoreFrom } = instance.settings;
    if (!restoreFrom?.startsWith("arn:")) return [];
    const { region } = partsOf(restoreFrom);
    if (region === environment.region) return [];
    return [
      {
        ...settingOf(instance, "restoreFrom"),
        found: `a snapshot in ${region}`,
        allowed: `one in ${environment.region}, the region of the environment`,
        fix: "Copy it there with `aws rds copy-db-snapshot`, and name the copy.",
      },
    ];
  });

/** A dedicated instance never restores the environment's snapshot, which contains data of other organizations. */
export const snapshotIsUsed = ({ database }: Environment): Problem[] =>
  database.shared || database.restoreFrom === undefined
    ? []
    : [
        {
          path: ["database", "restoreFrom"],
          found: "a snapshot, with database.shared false",
          allowed: "a snapshot of the shared instance: nothing else uses it",
          fix: "Delete it, or write it as `instance: { restoreFrom: … }` of one organization.",
        },
      ];
