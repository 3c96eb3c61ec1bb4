import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { type ITerraformDependable, TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import { isPooled, sharedInstance } from "../config/instances";
import type { Environment } from "../config/model";
import { CredentialsFunction } from "../database/credentials-function";
import { secretsOf } from "../database/credentials-permissions";
import { InstanceEventTopic } from "../database/instance-events";
import { MonitoringRole } from "../database/monitoring-role";
import { PostgresInstance } from "../database/postgres-instance";
import { RotationFailures, rotationFailuresRuleName } from "../database/rotation-failures";
import { SecretsManagerClients } from "../database/secrets-manager-clients";
import { SubnetGroup } from "../database/subnet-group";
import { Dashboard } from "../monitoring/dashboard/dashboard";
import { EnvironmentStack } from "./environment-stack";
import { Exports } from "./exports";
import type { NetworkExports, NetworkStack } from "./network-stack";

/** What all instances of an environment lean on. */
export type DatabaseExports = {
  /** Subnet group over the private database subnets. */
  subnetGroupName: string;
  /** Role with which RDS writes enhanced monitoring. */
  monitoringRoleArn: string;
  /** Topic to which RDS reports the events of instances. */
  eventTopicArn: string;
  /** Group that may reach the Secrets Manager endpoint beside the database, for credentials functions. */
  secretsManagerClientSecurityGroupId: string;
};

/** The instance that organizations share, and the function beside it. */
export type SharedInstanceExports = {
  instanceIdentifier: string;
  instanceArn: string;
  /** The instance as `rds-db:connect` names it (db-...), not its identifier. */
  instanceResourceId: string;
  /** Host name of the instance, the only name its certificate carries. */
  address: string;
  /** Host name that clients call: the instance's, or that of a proxy before it. */
  clientAddress: string;
  /** What clients' `rds-db:connect` names: the instance (db-...), or a proxy before it (prx-...). */
  clientResourceId: string;
  /** The key: from inside, holding this group is the only way to the database port. */
  clientSecurityGroupId: string;
  /** Secret with the master password, which RDS makes and rotates. */
  masterSecretArn: string;
  /** Key of that secret. */
  masterSecretKeyArn: string;
  /** The function that makes databases on the instance, and writes and rotates credentials. */
  credentialsFunctionName: string;
  credentialsFunctionArn: string;
};

/** Rotations and applies of organizations that the shared instance serves at a time. */
const concurrentOrganizations = 5;

/** The instance that organizations share, unless they have one of their own, and what all instances lean on. */
export class DatabaseStack extends EnvironmentStack {
  readonly exports: Exports<DatabaseExports>;
  /** Undefined where each organization has an instance of its own. */
  readonly sharedExports?: Exports<SharedInstanceExports>;

  constructor(scope: Construct, environment: Environment, network: NetworkStack) {
    super(scope, environment, "database");
    const reads = network.exports.readBy(this);
    const subnets = new SubnetGroup(this, "subnets", {
      environment,
      subnetIds: reads.databasePrivateSubnetIds,
    });
    const monitoring = new MonitoringRole(this, "monitoring", { environment });
    const events = new InstanceEventTopic(this, "events", { environment });
    const secretsManagerClients = new SecretsManagerClients(this, "secrets-manager-clients", {
      environment,
      vpcId: reads.databaseVpcId,
      endpointSecurityGroupId: reads.databaseEndpointSecurityGroupId,
    });
    const common: DatabaseExports = {
      subnetGroupName: subnets.name,
      monitoringRoleArn: monitoring.arn,
      eventTopicArn: events.arn,
      secretsManagerClientSecurityGroupId: secretsManagerClients.securityGroupId,
    };
    const instance = environment.database.shared
      ? createInstance(this, reads, common, monitoring.grants)
      : undefined;
    if (instance) this.sharedExports = exportInstance(this, instance, reads, common);
    new RotationFailures(this, "rotation-failures", { environment, topicArn: events.arn });
    new Dashboard(this, "dashboard", {
      environment,
      ...(instance && { instance: dashboardInstance(environment, instance) }),
      topicName: events.name,
      rotationFailuresRuleName: rotationFailuresRuleName(environment),
      alarmArns: alarmsOf(this),
    });
    this.exports = new Exports(this, common);
  }
}

/** @param before what must be there before the instance */
function createInstance(
  stack: DatabaseStack,
  network: NetworkExports,
  { subnetGroupName, monitoringRoleArn, eventTopicArn }: DatabaseExports,
  before: ITerraformDependable[],
): PostgresInstance {
  const { environment } = stack;
  const instance = new PostgresInstance(stack, "instance", {
    environment,
    database: sharedInstance(environment),
    network,
    subnetGroupName,
    monitoringRoleArn,
    eventTopicArn,
    externalAccess: environment.externalAccess && {
      ...environment.externalAccess,
      subnetIds: network.databasePublicSubnetIds,
    },
    dependsOn: before,
  });
  if (instance.externalDnsName) outputExternalDnsName(stack, instance.externalDnsName);
  return instance;
}

/** What organizations on the instance read of it, and of the function beside it. */
function exportInstance(
  stack: DatabaseStack,
  instance: PostgresInstance,
  network: NetworkExports,
  { secretsManagerClientSecurityGroupId, eventTopicArn: alarmTopicArn }: DatabaseExports,
): Exports<SharedInstanceExports> {
  const { environment } = stack;
  const credentials = new CredentialsFunction(stack, "credentials", {
    environment,
    database: sharedInstance(environment),
    instance,
    network,
    secretsManagerClientSecurityGroupId,
    secrets: secretsOf(environment),
    alarmTopicArn,
    reservedConcurrency: concurrentOrganizations,
  });
  return new Exports<SharedInstanceExports>(stack, {
    instanceIdentifier: instance.identifier,
    instanceArn: instance.arn,
    instanceResourceId: instance.resourceId,
    address: instance.address,
    clientAddress: instance.clientEnd.address,
    clientResourceId: instance.clientEnd.resourceId,
    clientSecurityGroupId: instance.clientSecurityGroupId,
    masterSecretArn: instance.masterSecretArn,
    masterSecretKeyArn: instance.masterSecretKeyArn,
    credentialsFunctionName: credentials.name,
    credentialsFunctionArn: credentials.arn,
  });
}

const dashboardInstance = (environment: Environment, { hasLoadBalancer }: PostgresInstance) => {
  const { identifier: name, settings } = sharedInstance(environment);
  return { name, settings, hasLoadBalancer, ...(isPooled(settings) && { proxyName: name }) };
};

/** The alarms that a stack has so far. */
const alarmsOf = (stack: DatabaseStack): string[] =>
  stack.node
    .findAll()
    .filter((node) => node instanceof CloudwatchMetricAlarm)
    .map(({ arn }) => arn);

/** Not an export: it is for people and their clients, no other stack reads it. */
function outputExternalDnsName(stack: DatabaseStack, dnsName: string): void {
  new TerraformOutput(stack, "external_dns_name", {
    value: dnsName,
    staticId: true,
    description:
      "Load balancer for the ranges of externalAccess. TLS is by the name of the instance: connect with host=<its address> hostaddr=<an address of this name>.",
  });
}
