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
  /** Name of the instance and prefix of the alarms' names. Starts with the environment's name. */
  readonly name: string;
  /** The identifier as a reference to the instance, so that alarms are created after the instance. */
  readonly instanceIdentifier: string;
  readonly settings: DatabaseSettings;
  /** Name of the engine's log group. */
  readonly logGroupName: string;
  /** Topic that receives alarms. */
  readonly topicArn: string;
}

/**
 * Reports when an instance exhausts a resource, is slow, refuses clients, or stops reporting.
 *
 * RDS reports some conditions as events, which are not repeated here: failovers, and storage that reaches its maximum,
 * for which there is no metric.
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
