import { Construct } from "constructs";
import { counted, createAlarms, type Watches } from "../foundation/alarms";

export interface ProxyAlarmsProps {
  /** Name of the proxy, the first part of every alarm's. Starts with the environment's name. */
  readonly name: string;
  /** The same as the proxy itself says it. */
  readonly proxyName: string;
  /** How long a client waits for a connection to the database before the proxy refuses it. */
  readonly borrowTimeoutSeconds: number;
  /** Topic that hears of alarms. */
  readonly topicArn: string;
}

/**
 * Tells when the pool of a proxy of RDS runs dry, is held by single clients, or cannot be filled.
 *
 * A proxy reports when it is used, by the servers it runs on, each for itself: what is counted is the sum of them.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy.monitoring.html
 */
export class ProxyAlarms extends Construct {
  constructor(scope: Construct, id: string, props: ProxyAlarmsProps) {
    super(scope, id);
    createAlarms(
      this,
      { stem: props.name, topicArn: props.topicArn },
      { ...poolAlarms(props), ...loginAlarms(props), ...availabilityAlarm(props) },
    );
  }
}

/** A share or an average of what a proxy reports. A proxy without clients reports nothing. */
const common = {
  comparisonOperator: "GreaterThanOrEqualToThreshold",
  treatMissingData: "notBreaching",
} as const;

const ofProxy = ({ proxyName }: ProxyAlarmsProps) => ({
  namespace: "AWS/RDS",
  dimensions: { ProxyName: proxyName },
});

function poolAlarms(props: ProxyAlarmsProps): Watches {
  const { name, borrowTimeoutSeconds } = props;
  return {
    "pool-borrowed": {
      ...common,
      evaluationPeriods: 5,
      threshold: 80,
      metricQuery: shareOfPool(props, "DatabaseConnectionsCurrentlyBorrowed"),
      alarmDescription: `Clients use 80 % of the connections that ${name} may open. When all are in use, other clients wait, then are refused.`,
    },
    "pool-pinned": {
      ...common,
      evaluationPeriods: 15,
      threshold: 50,
      metricQuery: shareOfPool(props, "DatabaseConnectionsCurrentlySessionPinned"),
      alarmDescription: `Half of the connections of ${name} are pinned: clients changed the state of their sessions, so other clients cannot share these connections.`,
    },
    "pool-wait": {
      ...common,
      ...ofProxy(props),
      metricName: "DatabaseConnectionsBorrowLatency",
      statistic: "Average",
      period: 60,
      evaluationPeriods: 5,
      // In microseconds. Where the average waits for a quarter of what it may, some are refused already.
      threshold: (borrowTimeoutSeconds * 1_000_000) / 4,
      alarmDescription: `Clients of ${name} wait for a connection to the database. After ${borrowTimeoutSeconds} seconds they are refused.`,
    },
  };
}

function loginAlarms(props: ProxyAlarmsProps): Watches {
  const { name } = props;
  return {
    "pool-logins-failed": {
      ...counted,
      ...ofProxy(props),
      // The database never sees these, and so its log does not either.
      metricName: "ClientConnectionsSetupFailedAuth",
      threshold: 10,
      alarmDescription: `${name} refused ten or more clients within five minutes: a wrong password or token, or no TLS.`,
    },
    "pool-database-refuses": {
      ...counted,
      ...ofProxy(props),
      metricName: "DatabaseConnectionsSetupFailed",
      period: 60,
      // A failover takes a minute or two.
      evaluationPeriods: 3,
      alarmDescription: `${name} cannot connect to its database for a client: its role has no permission, a limit is reached, or there is no network path.`,
    },
  };
}

/** Whether the proxy sees its instance. It looks by a role of its own, whether clients come or not. */
const availabilityAlarm = ({ name, proxyName }: ProxyAlarmsProps): Watches => ({
  "pool-unavailable": {
    namespace: "AWS/RDS",
    metricName: "AvailabilityPercentage",
    dimensions: { ProxyName: proxyName, TargetGroup: "default", TargetRole: "READ_WRITE" },
    statistic: "Average",
    comparisonOperator: "LessThanThreshold",
    threshold: 100,
    period: 60,
    // A failover takes a minute or two.
    evaluationPeriods: 5,
    // AWS does not say whether a proxy without clients reports it.
    treatMissingData: "missing",
    alarmDescription: `${name} could not reach its database for five minutes. Clients wait, then are refused.`,
  },
});

/** A number of connections in percent of those that the proxy may open. */
const shareOfPool = (props: ProxyAlarmsProps, metricName: string) => {
  const sum = (id: string, metric: string) => ({
    id,
    metric: { ...ofProxy(props), metricName: metric, period: 60, stat: "Sum" },
  });
  return [
    { id: "share", expression: "100 * part / allowed", label: "Percent of the pool", returnData: true },
    sum("part", metricName),
    sum("allowed", "MaxDatabaseConnectionsAllowed"),
  ];
};
