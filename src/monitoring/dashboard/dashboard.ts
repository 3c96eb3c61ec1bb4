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
  /** The shared instance. @default - none: the dashboard has no rows for it */
  readonly instance?: DashboardInstance;
  /** Name of the topic of alarms. */
  readonly topicName: string;
  /** Name of the rule that counts failed rotations. */
  readonly rotationFailuresRuleName: string;
  /** Alarms of the stack, at most 100. */
  readonly alarmArns: readonly string[];
}

export interface DashboardInstance {
  readonly name: string;
  readonly settings: DatabaseSettings;
  /** Whether clients connect through a load balancer. */
  readonly hasLoadBalancer: boolean;
  /** Name of the proxy in front of the instance. @default - none: the dashboard has no row for it */
  readonly proxyName?: string;
}

/**
 * A dashboard for the engineer on call, from symptoms to causes.
 *
 * It finds dedicated instances by the prefix of their names, so that it does not change with organizations.
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
