import { InstanceLogMetrics, logNamespace } from "../instance-log-metrics";
import { always, type Thresholds } from "../thresholds";
import type { Row } from "./grid";
import { type GraphProps, graph, type Line, type Widget } from "./widgets";

/** An instance whose name and limits are known at synthesis. */
export interface KnownInstance {
  readonly region: string;
  readonly name: string;
  readonly thresholds: Thresholds;
}

const metric = ({ name }: KnownInstance, metricName: string): Line => [
  "AWS/RDS",
  metricName,
  "DBInstanceIdentifier",
  name,
];

const logged = ({ name }: KnownInstance, metricName: string): Line => [logNamespace(name), metricName];

/** Graph of one metric of the instance, with the threshold of its alarm. */
const one = (
  instance: KnownInstance,
  metricName: string,
  { title, value, ...rest }: Omit<GraphProps, "lines" | "marks"> & { readonly value: number },
): Widget =>
  graph(instance.region, {
    title,
    lines: [metric(instance, metricName)],
    marks: [{ label: "alarm", value }],
    ...rest,
  });

/** Graph of refused clients, counted from the log. */
const refusals = (
  instance: KnownInstance,
  title: string,
  what: "refusedConnections" | "failedLogins",
): Widget =>
  graph(instance.region, {
    title,
    lines: [logged(instance, InstanceLogMetrics[what])],
    stat: "Sum",
    period: 300,
    marks: [{ label: "alarm", value: always[what] }],
  });

export const connectionRow = (instance: KnownInstance): Row => ({
  heading: `Do clients get in? ${instance.name}`,
  widgets: [
    graph(instance.region, {
      title: "Connections",
      lines: [metric(instance, "DatabaseConnections")],
      stat: "Maximum",
      marks: [
        { label: "limit", value: instance.thresholds.maxConnections },
        { label: "alarm", value: instance.thresholds.connections },
      ],
    }),
    refusals(instance, "Connections refused for want of room", "refusedConnections"),
    refusals(instance, "Failed logins", "failedLogins"),
  ],
});

export const processorRow = (instance: KnownInstance): Row => {
  const { freeMemory, cpuCredits } = instance.thresholds;
  return {
    heading: "Can the instance think?",
    widgets: [
      one(instance, "CPUUtilization", { title: "Processor, percent", value: always.cpu }),
      one(instance, "DBLoadRelativeToNumVCPUs", {
        title: "Active sessions per virtual CPU",
        value: always.load,
      }),
      one(instance, "FreeableMemory", { title: "Free memory, bytes", value: freeMemory }),
      ...(cpuCredits === undefined
        ? []
        : [one(instance, "CPUCreditBalance", { title: "CPU credits", period: 300, value: cpuCredits })]),
    ],
  };
};

export const volumeRow = (instance: KnownInstance): Row => ({
  heading: "Is the volume quick?",
  widgets: [
    graph(instance.region, {
      title: "Latency, seconds",
      lines: [metric(instance, "ReadLatency"), metric(instance, "WriteLatency")],
      marks: [{ label: "alarm", value: always.latency }],
    }),
    one(instance, "DiskQueueDepth", {
      title: "Operations that wait for the volume",
      value: instance.thresholds.queuedOperations,
    }),
    graph(instance.region, {
      title: "Burst left, percent (small classes)",
      lines: [metric(instance, "EBSIOBalance%"), metric(instance, "EBSByteBalance%")],
      marks: [{ label: "alarm", value: always.ebsBalance }],
    }),
  ],
});

export const storageRow = (instance: KnownInstance): Row => ({
  heading:
    "Is there room? Storage grows by itself up to maxStorageGiB; events on the topic tell of the ceiling",
  widgets: [
    one(instance, "FreeStorageSpace", {
      title: "Free storage, bytes",
      stat: "Minimum",
      value: instance.thresholds.freeStorage,
    }),
    one(instance, "MaximumUsedTransactionIDs", {
      title: "Transaction ids since the oldest vacuum",
      stat: "Maximum",
      value: always.transactionIds,
    }),
  ],
});
