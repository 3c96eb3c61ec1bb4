import { counted, type Watches } from "../foundation/alarms";
import { InstanceLogMetrics } from "./instance-log-metrics";
import { always } from "./thresholds";
import { gauge, type WatchedInstance } from "./watched-instance";

/** Alarms about CPU and memory of an instance, and about sessions that wait for them. */
export const processorAlarms = (instance: WatchedInstance): Watches => {
  const { name, thresholds, logs } = instance;
  // 15 minutes: a report or a vacuum may use all resources for a while.
  const lasting = { ...gauge(instance), evaluationPeriods: 15 };
  return {
    cpu: {
      ...lasting,
      metricName: "CPUUtilization",
      threshold: always.cpu,
      alarmDescription: `${name} has used 90 % of its processor for 15 minutes.`,
    },
    load: {
      ...lasting,
      metricName: "DBLoadRelativeToNumVCPUs",
      threshold: always.load,
      // Reported only while a session is active.
      // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PerfInsights.Cloudwatch.html
      treatMissingData: "notBreaching",
      alarmDescription: `For 15 minutes ${name} has had more active sessions than virtual CPUs: queries wait for processor, storage or locks.`,
    },
    memory: {
      ...lasting,
      metricName: "FreeableMemory",
      comparisonOperator: "LessThanThreshold",
      threshold: thresholds.freeMemory,
      alarmDescription: `Less than 5 % of the memory of ${name} is free. The instance starts to swap; then the operating system kills its processes.`,
    },
    "memory-failures": {
      ...counted,
      namespace: logs.namespace,
      metricName: InstanceLogMetrics.memoryFailures,
      threshold: always.memoryFailures,
      alarmDescription: `${name} had no memory for a statement, or the operating system killed one of its processes: PostgreSQL then ends every session and restarts.`,
    },
    ...(thresholds.cpuCredits !== undefined && {
      "cpu-credits": {
        ...gauge(instance),
        metricName: "CPUCreditBalance",
        comparisonOperator: "LessThanThreshold",
        threshold: thresholds.cpuCredits,
        // A new instance starts without credits, and earns this many in one or two hours.
        period: 300,
        evaluationPeriods: 36,
        alarmDescription: `${name} has had almost no CPU credits for three hours. RDS does not slow it down, but charges for further use: the class is too small.`,
      },
    }),
  };
};
