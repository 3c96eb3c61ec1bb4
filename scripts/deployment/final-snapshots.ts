import type { Aws } from "../aws/cli";
import { AwsError } from "../aws/errors";
import { keyBackCommands } from "../aws/keys";
import {
  describeSnapshots,
  freeingCommands,
  manualSnapshots,
  type Snapshot,
  snapshotsShape,
} from "../aws/snapshots";
import type { Deleted } from "./shown-plan";

/** Result of the check for existing final snapshots. */
export interface LookedAtSnapshots {
  /** Reasons for which plans that delete an instance cannot be applied, with advice. Empty if they can. */
  readonly problems: readonly string[];
  /** Why the check was not possible. @default - it was */
  readonly notLooked?: string;
}

/**
 * Whether AWS can create the final snapshots of the instances that a plan deletes: it refuses an existing name only
 * after everything that depends on the instance was destroyed. Names are read from the state, which the provider uses
 * for the deletion.
 */
export async function lookAtFinalSnapshots(
  deleted: readonly Deleted[],
  aws: Aws,
  region: string,
): Promise<LookedAtSnapshots> {
  const names = deleted.flatMap(finalSnapshotOf);
  if (names.length === 0) return { problems: [] };
  try {
    const { DBSnapshots: snapshots } = await aws.ask(describeSnapshots, snapshotsShape, ...manualSnapshots);
    const named = (name: string) =>
      snapshots.find(({ DBSnapshotIdentifier }) => DBSnapshotIdentifier === name);
    const isTaken = (name: string) => named(name) !== undefined;
    const taken = names.map(named).filter((snapshot) => snapshot !== undefined);
    return { problems: taken.flatMap((snapshot) => takenWords(snapshot, region, isTaken)) };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return {
      problems: [],
      notLooked: `Not checked whether a snapshot ${names.join(", ")} exists already: ${error.message}`,
    };
  }
}

const finalSnapshotOf = ({ type, before }: Deleted): string[] => {
  const name = before.final_snapshot_identifier;
  return type === "aws_db_instance" && before.skip_final_snapshot !== true && typeof name === "string"
    ? [name]
    : [];
};

const takenWords = (
  snapshot: Snapshot,
  region: string,
  isTaken: (name: string) => boolean,
): readonly string[] => [
  `Nothing was destroyed. There is a snapshot ${snapshot.DBSnapshotIdentifier} of an earlier instance, and AWS would refuse a final snapshot with that name, after all that depends on the instance is destroyed. Copy the snapshot under another name and delete it; if its data is not needed, the last command is enough:`,
  ...freeingCommands(snapshot, region, isTaken).map((command) => `  ${command}`),
  ...(snapshot.KmsKeyId === undefined ? [] : keyWords(snapshot.KmsKeyId, region)),
];

const keyWords = (key: string, region: string): readonly string[] => [
  "A copy is not possible while its key is pending deletion, as it is after the environment was destroyed. Run these commands first:",
  ...keyBackCommands(key, region).map((command) => `  ${command}`),
];
