import { z } from "zod";
import type { AwsCall } from "./cli";

export const describeSnapshots: AwsCall = {
  action: "rds:DescribeDBSnapshots",
  words: ["rds", "describe-db-snapshots"],
};

/** Final snapshots are manual ones. AWS refuses a second snapshot of the same name. */
export const manualSnapshots = ["--snapshot-type", "manual"] as const;

/** A snapshot in AWS's response. */
export const snapshotShape = z.object({
  DBSnapshotIdentifier: z.string(),
  SnapshotCreateTime: z.string().optional(),
  KmsKeyId: z.string().optional(),
});
export const snapshotsShape = z.object({ DBSnapshots: z.array(snapshotShape).default([]) });

export type Snapshot = z.output<typeof snapshotShape>;

/**
 * Commands that make a snapshot's name available and keep its data: RDS cannot rename snapshots.
 *
 * @param isTaken whether a snapshot with a name exists
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
