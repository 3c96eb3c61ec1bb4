import type { Watches } from "../foundation/alarms";
import { always } from "./thresholds";
import { gauge, type WatchedInstance } from "./watched-instance";

/** Whether the instance can still store: space, speed, and transaction ids. */
export const storageAlarms = (instance: WatchedInstance): Watches => {
  const { name, thresholds } = instance;
  const lasting = { ...gauge(instance), evaluationPeriods: 15 };
  const latency = { ...lasting, threshold: always.latency };
  const balance = {
    ...gauge(instance),
    comparisonOperator: "LessThanThreshold",
    threshold: always.ebsBalance,
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
      threshold: always.transactionIds,
      alarmDescription: `Vacuum does not keep up in ${name}: half of the transaction ids are used. After the other half PostgreSQL takes no more writes.`,
    },
  };
};
