import { creditsPerHour, databaseMemoryGiB, maxConnections } from "../config/facts/database-classes";
import type { DatabaseSettings } from "../config/model";

const gibibyte = 2 ** 30;

/** Where the numbers of one instance begin to be a problem. */
export interface Thresholds {
  /** Connections that the instance accepts, as far as AWS tells. */
  readonly maxConnections: number;
  /** Connections from which there is too little room for a burst: four fifths of the most. */
  readonly connections: number;
  /** Bytes of memory under which the instance will soon swap: a twentieth. */
  readonly freeMemory: number;
  /** Bytes of storage under which autoscaling should have acted: a tenth of what the instance began with. */
  readonly freeStorage: number;
  /** Operations that wait for the volume when, at its baseline, each takes too long. */
  readonly queuedOperations: number;
  /** CPU credits earned in an hour: with fewer left, bursting costs extra. Undefined for classes that do not burst. */
  readonly cpuCredits?: number;
}

/** What is a problem for every instance, however large. */
export const always = {
  /** Percent of the processor. */
  cpu: 90,
  /** Active sessions per virtual CPU. */
  load: 1,
  /** Seconds that an operation on a gp3 volume takes: ten times and more what it takes on a good day. */
  latency: 0.02,
  /** Percent that is left of the burst that a small class has in the bandwidth to its volume. */
  ebsBalance: 10,
  /**
   * Transaction ids between the oldest row and now: half of those after which PostgreSQL takes no more writes, and five
   * times what starts a vacuum of its own. Vacuum has failed for long.
   * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.PostgreSQL.CommonDBATasks.Autovacuum.html
   */
  transactionIds: 1_000_000_000,
  /** In five minutes, more than typing errors: a pool with an old password, or an attacker. */
  failedLogins: 10,
  /** Statements in five minutes that found no room for a lock: the first already keeps others from working. */
  lockFailures: 1,
  /** Lines in five minutes about memory that was not given, or a process that was ended: each end takes all sessions along. */
  memoryFailures: 1,
  /** In five minutes, more than a single client at the edge of its limit. */
  refusedConnections: 5,
} as const;

/** What config says of an instance, as limits of its metrics. */
export function thresholdsOf(settings: DatabaseSettings): Thresholds {
  const { instanceClass, storageGiB } = settings;
  const most = maxConnections(settings);
  const cpuCredits = creditsPerHour(instanceClass);
  return {
    maxConnections: most,
    connections: Math.floor(most * 0.8),
    freeMemory: Math.floor((databaseMemoryGiB(settings) * gibibyte) / 20),
    // RDS grows the volume when a tenth or less is free for five minutes.
    // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html
    freeStorage: Math.floor((storageGiB * gibibyte) / 10),
    queuedOperations: baselineOperations(storageGiB) * always.latency,
    ...(cpuCredits !== undefined && { cpuCredits }),
  };
}

/**
 * Operations per second of a gp3 volume: from 400 GiB on it is striped over four.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html#gp3-storage
 */
const baselineOperations = (storageGiB: number): number => (storageGiB < 400 ? 3000 : 12000);
