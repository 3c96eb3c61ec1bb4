import type { Watches } from "../foundation/alarms";
import { always } from "./thresholds";
import { gauge, type WatchedInstance } from "./watched-instance";

/** Alarms about storage: space, performance, and transaction ids. */
export const storageAlarms = (instance: WatchedInstance): Watches => ({
  ...spaceAlarm(instance),
  ...speedAlarms(instance),
  ...burstAlarms(instance),
  ...transactionIdAlarm(instance),
});

/** A condition that must last for 15 minutes. */
const lastingGauge = (instance: WatchedInstance) => ({ ...gauge(instance), evaluationPeriods: 15 });

const spaceAlarm = (instance: WatchedInstance): Watches => ({
  storage: {
    ...lastingGauge(instance),
    metricName: "FreeStorageSpace",
    statistic: "Minimum",
    comparisonOperator: "LessThanThreshold",
    threshold: instance.thresholds.freeStorage,
    alarmDescription: `The free storage of ${instance.name} has been below the threshold of storage autoscaling for 15 minutes, and RDS added none. A full instance shuts down.`,
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
      alarmDescription: `Reads from the volume of ${name} have taken 20 ms or more for 15 minutes.`,
    },
    "write-latency": {
      ...latency,
      metricName: "WriteLatency",
      alarmDescription: `Writes to the volume of ${name} have taken 20 ms or more for 15 minutes: every commit waits for them.`,
    },
    "disk-queue": {
      ...lasting,
      metricName: "DiskQueueDepth",
      threshold: thresholds.queuedOperations,
      alarmDescription: `${thresholds.queuedOperations} or more operations have waited for the volume of ${name} for 15 minutes: the volume is overloaded.`,
    },
  };
};

const burstAlarms = (instance: WatchedInstance): Watches => {
  const balance = {
    ...gauge(instance),
    comparisonOperator: "LessThanThreshold",
    threshold: always.ebsBalance,
    // Large classes have no burst balance, and report none.
    treatMissingData: "notBreaching",
  } as const;
  return {
    "ebs-io-balance": {
      ...balance,
      metricName: "EBSIOBalance%",
      alarmDescription: `${instance.name} has almost no EBS I/O credits left. At none, the volume slows down to the baseline of the instance class.`,
    },
    "ebs-byte-balance": {
      ...balance,
      metricName: "EBSByteBalance%",
      alarmDescription: `${instance.name} has almost no EBS throughput credits left. At none, the volume slows down to the baseline of the instance class.`,
    },
  };
};

const transactionIdAlarm = (instance: WatchedInstance): Watches => ({
  "transaction-ids": {
    ...gauge(instance),
    metricName: "MaximumUsedTransactionIDs",
    evaluationPeriods: 1,
    threshold: always.transactionIds,
    alarmDescription: `Vacuum does not keep up in ${instance.name}: half of the transaction ids are used. When all are used, PostgreSQL refuses writes.`,
  },
});
