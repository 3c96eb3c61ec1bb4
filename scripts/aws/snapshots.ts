import { z } from "zod";
import type { AwsCall } from "./cli";

export const describeSnapshots: AwsCall = {
  action: "rds:DescribeDBSnapshots",
  words: ["rds", "describe-db-snapshots"],
};

/** Final snapshots are of the manual ones. AWS makes no second one of a name. */
export const manualSnapshots = ["--snapshot-type", "manual"] as const;

/** A snapshot as AWS tells of it. */
export const snapshotShape = z.object({
  DBSnapshotIdentifier: z.string(),
  SnapshotCreateTime: z.string().optional(),
  KmsKeyId: z.string().optional(),
});
export const snapshotsShape = z.object({ DBSnapshots: z.array(snapshotShape).default([]) });

export type Snapshot = z.output<typeof snapshotShape>;

/**
 * Commands that free the name of a snapshot and keep its data: RDS renames none.
 *
 * @param isTaken whether there is a snapshot of a name
 */
export function freeingCommands(
  { DBSnapshotIdentifier: name, SnapshotCreateTime = "" }: Snapshot,
  region: string,
  isTaken: (name: string) => boolean,
): string[] {
  const [day = ""] = /^\d{4}-\d\d-\d\d/.exec(SnapshotCreateTime) ?? [];
  const wanted = `${name}-${day || "before"}`;
  let copy = wanted;
  for (let number = 2; isTaken(copy); number += 1) copy = `${wanted}-${number}`;
  const rds = (operation: string, ...words: string[]) =>
    ["aws rds", operation, "--region", region, ...words].join(" ");
  return [
    rds("copy-db-snapshot", "--source-db-snapshot-identifier", name, "--target-db-snapshot-identifier", copy),
    rds("wait db-snapshot-available", "--db-snapshot-identifier", copy),
    rds("delete-db-snapshot", "--db-snapshot-identifier", name),
  ];
}
