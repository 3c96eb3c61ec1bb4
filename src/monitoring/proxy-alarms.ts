import { Construct } from "constructs";
import { counted, createAlarms, type Watches } from "../foundation/alarms";

export interface ProxyAlarmsProps {
  /** Name of the proxy and prefix of the alarms' names. Starts with the environment's name. */
  readonly name: string;
  /** The name as a reference to the proxy, so that alarms are created after the proxy. */
  readonly proxyName: string;
  /** Seconds that a client waits for a database connection before the proxy refuses it. */
  readonly borrowTimeoutSeconds: number;
  /** Topic that receives alarms. */
  readonly topicArn: string;
}

/**
 * Reports when an RDS Proxy has no free connections, when clients pin its connections, or when it cannot open
 * connections.
 *
 * Each server of a proxy reports its own metrics while it is used; the alarms add them up.
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

/** Common settings of ratios and averages. A proxy without clients reports nothing. */
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
      // In microseconds. If clients wait a quarter of the timeout on average, some of them already time out.
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
      // The proxy refuses these clients itself, so the database's log does not show them.
      metricName: "ClientConnectionsSetupFailedAuth",
      threshold: 10,
      alarmDescription: `${name} refused ten or more clients within five minutes: a wrong password or token, or no TLS.`,
    },
    "pool-database-refuses": {
      ...counted,
      ...ofProxy(props),
      metricName: "DatabaseConnectionsSetupFailed",
      period: 60,
      // A failover takes one or two minutes.
      evaluationPeriods: 3,
      alarmDescription: `${name} cannot connect to its database for a client: its role has no permission, a limit is reached, or there is no network path.`,
    },
  };
}

/**
 * Reports whether the proxy reaches its instance, which it checks with its own PostgreSQL role, with or without
 * clients.
 */
const availabilityAlarm = ({ name, proxyName }: ProxyAlarmsProps): Watches => ({
  "pool-unavailable": {
    namespace: "AWS/RDS",
    metricName: "AvailabilityPercentage",
    dimensions: { ProxyName: proxyName, TargetGroup: "default", TargetRole: "READ_WRITE" },
    statistic: "Average",
    comparisonOperator: "LessThanThreshold",
    threshold: 100,
    period: 60,
    // A failover takes one or two minutes.
    evaluationPeriods: 5,
    // AWS does not document whether a proxy without clients reports it.
    treatMissingData: "missing",
    alarmDescription: `${name} could not reach its database for five minutes. Clients wait, then are refused.`,
  },
});

/** A number of connections in percent of the proxy's maximum. */
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
