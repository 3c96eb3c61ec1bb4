import { Construct } from "constructs";
import type { DatabaseSettings } from "../config/model";
import { createAlarms } from "../foundation/alarms";
import { connectionAlarms } from "./connection-alarms";
import { InstanceLogMetrics } from "./instance-log-metrics";
import { processorAlarms } from "./processor-alarms";
import { storageAlarms } from "./storage-alarms";
import { thresholdsOf } from "./thresholds";
import type { WatchedInstance } from "./watched-instance";

export interface InstanceAlarmsProps {
  /** Name of the instance, the first part of every alarm's. Starts with the environment's name. */
  readonly name: string;
  /** The same as the instance itself says it: nothing is awaited from an instance before it is there. */
  readonly instanceIdentifier: string;
  readonly settings: DatabaseSettings;
  /** Log group of the engine. */
  readonly logGroupName: string;
  /** Topic that hears of alarms. */
  readonly topicArn: string;
}

/**
 * Tells when an instance runs out of something, becomes slow, refuses clients, or falls silent.
 *
 * What RDS itself knows better is not here but among its events: failovers, and storage that reaches its ceiling, about
 * which there is no metric.
 */
export class InstanceAlarms extends Construct {
  constructor(scope: Construct, id: string, props: InstanceAlarmsProps) {
    super(scope, id);
    const { name, logGroupName, topicArn } = props;
    const watched: WatchedInstance = {
      name,
      dimensions: { DBInstanceIdentifier: props.instanceIdentifier },
      thresholds: thresholdsOf(props.settings),
      logs: new InstanceLogMetrics(this, "logs", { instanceName: name, logGroupName }),
    };
    createAlarms(
      this,
      { stem: name, topicArn },
      { ...connectionAlarms(watched), ...processorAlarms(watched), ...storageAlarms(watched) },
    );
  }
}
