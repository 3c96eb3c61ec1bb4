import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import type { DatabaseSettings, Environment } from "../../config/model";
import { thresholdsOf } from "../thresholds";
import { credentialRow, deliveryRow, functionRow } from "./credential-rows";
import { dedicatedRows } from "./dedicated-rows";
import { arrange, type Row } from "./grid";
import { connectionRow, processorRow, storageRow, volumeRow } from "./instance-rows";
import { loadBalancerRow } from "./load-balancer-row";
import { poolRow } from "./pool-row";
import { alarmStates } from "./widgets";

export interface DashboardProps {
  readonly environment: Environment;
  /** The shared instance. @default - there is none, nor its rows */
  readonly instance?: DashboardInstance;
  /** Topic that alarms tell, by name. */
  readonly topicName: string;
  /** Rule that reports failed rotations, by name. */
  readonly rotationFailuresRuleName: string;
  /** Alarms of the stack, a hundred at most. */
  readonly alarmArns: readonly string[];
}

export interface DashboardInstance {
  readonly name: string;
  readonly settings: DatabaseSettings;
  /** Whether clients come through a load balancer. */
  readonly hasLoadBalancer: boolean;
  /** Name of the proxy in front of it. @default - there is none, nor its row */
  readonly proxyName?: string;
}

/**
 * One page for the engineer on call, from what is wrong to why it is.
 *
 * Instances of single organizations are found by name, so that the page does not change with them.
 */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id);
    new CloudwatchDashboard(this, "Resource", {
      dashboardName: `${props.environment.name}-database`,
      dashboardBody: Fn.jsonencode({ widgets: arrange(rows(props)) }),
    });
  }
}

function rows(props: DashboardProps): Row[] {
  const { environment, instance } = props;
  const { region, name } = environment;
  return [
    {
      heading: `What is wrong in ${name}? Each alarm's name is a heading of docs/monitoring.md`,
      widgets: [alarmStates(`Alarms about ${instance?.name ?? name} and what is around it`, props.alarmArns)],
    },
    ...(instance ? instanceRows(environment, instance) : []),
    credentialRow(environment, props.rotationFailuresRuleName),
    functionRow(environment),
    deliveryRow(region, props.topicName),
    ...dedicatedRows(environment),
  ];
}

function instanceRows(
  environment: Environment,
  { name, settings, proxyName, hasLoadBalancer }: DashboardInstance,
): Row[] {
  const { region } = environment;
  const shared = { region, name, thresholds: thresholdsOf(settings) };
  return [
    connectionRow(shared),
    ...(proxyName ? [poolRow(region, proxyName)] : []),
    processorRow(shared),
    volumeRow(shared),
    storageRow(shared),
    ...(hasLoadBalancer ? [loadBalancerRow(environment)] : []),
  ];
}
