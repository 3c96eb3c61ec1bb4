import type { Watches } from "../foundation/alarms";
import { always } from "./thresholds";
import { gauge, type WatchedInstance } from "./watched-instance";

/** Whether the instance can still store: space, speed, and transaction ids. */
export const storageAlarms = (instance: WatchedInstance): Watches => ({
  ...spaceAlarm(instance),
  ...speedAlarms(instance),
  ...burstAlarms(instance),
  ...transactionIdAlarm(instance),
});

/** Read as true where it lasts for a quarter of an hour. */
const lastingGauge = (instance: WatchedInstance) => ({ ...gauge(instance), evaluationPeriods: 15 });

const spaceAlarm = (instance: WatchedInstance): Watches => ({
  storage: {
    ...lastingGauge(instance),
    metricName: "FreeStorageSpace",
    statistic: "Minimum",
    comparisonOperator: "LessThanThreshold",
    threshold: instance.thresholds.freeStorage,
    alarmDescription: `${instance.name} has less storage left than that at which RDS adds some by itself, and RDS did not for a quarter of an hour. Full, it shuts down.`,
  },
});

const speedAlarms = (instance: WatchedInstance): Watches => {
  const { name, thresholds } = instance;
  const lasting = lastingGauge(instance);
  const latency = { ...lasting, threshold: always.latency };
  return {
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
  };
};

const burstAlarms = (instance: WatchedInstance): Watches => {
  const balance = {
    ...gauge(instance),
    comparisonOperator: "LessThanThreshold",
    threshold: always.ebsBalance,
    // Large classes have no burst, and report none.
    treatMissingData: "notBreaching",
  } as const;
  return {
    "ebs-io-balance": {
      ...balance,
      metricName: "EBSIOBalance%",
      alarmDescription: `${instance.name} has nearly used up the operations that its class may have above its baseline. Then the volume slows down.`,
    },
    "ebs-byte-balance": {
      ...balance,
      metricName: "EBSByteBalance%",
      alarmDescription: `${instance.name} has nearly used up the throughput that its class may have above its baseline. Then the volume slows down.`,
    },
  };
};

const transactionIdAlarm = (instance: WatchedInstance): Watches => ({
  "transaction-ids": {
    ...gauge(instance),
    metricName: "MaximumUsedTransactionIDs",
    evaluationPeriods: 1,
    threshold: always.transactionIds,
    alarmDescription: `Vacuum does not keep up in ${instance.name}: half of the transaction ids are used. After the other half PostgreSQL takes no more writes.`,
  },
});
