import { creditsPerHour, databaseMemoryGiB, maxConnections } from "../config/facts/database-classes";
import type { DatabaseSettings } from "../config/model";

const gibibyte = 2 ** 30;

/** Thresholds of one instance's metrics. */
export interface Thresholds {
  /** Maximum of connections, as estimated from the instance class. */
  readonly maxConnections: number;
  /** Connections above which a burst may exceed the maximum: four fifths of it. */
  readonly connections: number;
  /** Free memory in bytes below which the instance will soon swap: a twentieth of its memory. */
  readonly freeMemory: number;
  /** Free storage in bytes below which autoscaling should have acted: a tenth of the initial storage. */
  readonly freeStorage: number;
  /** Queue depth at which, with the volume's baseline IOPS, operations are too slow. */
  readonly queuedOperations: number;
  /** CPU credits earned per hour: with a lower balance, bursting costs extra. Undefined for classes without credits. */
  readonly cpuCredits?: number;
}

/** Thresholds that do not depend on the instance's size. */
export const always = {
  /** In percent of CPU. */
  cpu: 90,
  /** Active sessions per vCPU. */
  load: 1,
  /** Seconds per operation of a gp3 volume: at least ten times the normal latency. */
  latency: 0.02,
  /** Remaining burst balance of a small class for its EBS bandwidth, in percent. */
  ebsBalance: 10,
  /**
   * Age of the oldest transaction id: half of the age at which PostgreSQL stops accepting writes, and five times the
   * age that forces an autovacuum. Vacuum has then failed for a long time.
   * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.PostgreSQL.CommonDBATasks.Autovacuum.html
   */
  transactionIds: 1_000_000_000,
  /** In five minutes, more than typing errors: a pool with an old password, or an attack. */
  failedLogins: 10,
  /**
   * Statements in five minutes that could not acquire a lock because the table is full: one already indicates blocked
   * work.
   */
  lockFailures: 1,
  /**
   * Messages in five minutes about a failed allocation or a terminated process; a terminated process ends all sessions.
   */
  memoryFailures: 1,
  /** In five minutes, more than a single client at its connection limit. */
  refusedConnections: 5,
} as const;

/** Thresholds derived from an instance's config. */
export function thresholdsOf(settings: DatabaseSettings): Thresholds {
  const { instanceClass, storageGiB } = settings;
  const most = maxConnections(settings);
  const cpuCredits = creditsPerHour(instanceClass);
  return {
    maxConnections: most,
    connections: Math.floor(most * 0.8),
    freeMemory: Math.floor((databaseMemoryGiB(settings) * gibibyte) / 20),
    // RDS enlarges the volume when at most a tenth has been free for five minutes.
    // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html
    freeStorage: Math.floor((storageGiB * gibibyte) / 10),
    queuedOperations: baselineOperations(storageGiB) * always.latency,
    ...(cpuCredits !== undefined && { cpuCredits }),
  };
}

/**
 * Baseline IOPS of a gp3 volume: from 400 GiB on, RDS stripes it over four volumes.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html#gp3-storage
 */
const baselineOperations = (storageGiB: number): number => (storageGiB < 400 ? 3000 : 12000);
