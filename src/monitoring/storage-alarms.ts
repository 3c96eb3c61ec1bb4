import type { Watches } from "../foundation/alarms";
import { slowOperation } from "./thresholds";
import { gauge, type WatchedInstance } from "./watched-instance";

/**
 * Transaction ids between the oldest row and now at which vacuum has failed for long: half of those after which
 * PostgreSQL takes no more writes, and five times what starts a vacuum of its own.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.PostgreSQL.CommonDBATasks.Autovacuum.html
 */
const unfrozenTransactions = 1_000_000_000;

/** Percent of the burst that a small class has in the bandwidth to its volume. */
const littleBurst = 10;

/** Whether the instance can still store: space, speed, and transaction ids. */
export const storageAlarms = (instance: WatchedInstance): Watches => {
  const { name, thresholds } = instance;
  const lasting = { ...gauge(instance), evaluationPeriods: 15 };
  const latency = { ...lasting, threshold: slowOperation };
  const balance = {
    ...gauge(instance),
    comparisonOperator: "LessThanThreshold",
    threshold: littleBurst,
    // Large classes have no burst, and report none.
    treatMissingData: "notBreaching",
  } as const;
  return {
    storage: {
      ...lasting,
      metricName: "FreeStorageSpace",
      statistic: "Minimum",
      comparisonOperator: "LessThanThreshold",
      threshold: thresholds.freeStorage,
      alarmDescription: `${name} has less storage left than that at which RDS adds some by itself, and RDS did not for a quarter of an hour. Full, it shuts down.`,
    },
    "read-latency": {
      ...latency,
      metricName: "ReadLatency",
      alarmDescription: `Reading from the volume of ${name} has taken 20 ms and more for a quarter of an hour.`,
    },
    "write-latency": {
      ...latency,
      metricName: "WriteLatency",
      alarmDescription: `Writing to the volume of ${name} has taken 20 ms and more for a quarter of an hour: every commit waits for it.`,
    },
    "disk-queue": {
      ...lasting,
      metricName: "DiskQueueDepth",
      threshold: thresholds.queuedOperations,
      alarmDescription: `${thresholds.queuedOperations} and more operations have waited for the volume of ${name} for a quarter of an hour: it is asked for more than it gives.`,
    },
    "ebs-io-balance": {
      ...balance,
      metricName: "EBSIOBalance%",
      alarmDescription: `${name} has nearly used up the operations that its class may have above its baseline. Then the volume slows down.`,
    },
    "ebs-byte-balance": {
      ...balance,
      metricName: "EBSByteBalance%",
      alarmDescription: `${name} has nearly used up the throughput that its class may have above its baseline. Then the volume slows down.`,
    },
    "transaction-ids": {
      ...gauge(instance),
      metricName: "MaximumUsedTransactionIDs",
      evaluationPeriods: 1,
      threshold: unfrozenTransactions,
      alarmDescription: `Vacuum does not keep up in ${name}: half of the transaction ids are used. After the other half PostgreSQL takes no more writes.`,
    },
  };
};
