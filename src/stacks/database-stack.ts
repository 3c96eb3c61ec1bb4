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

/** Values that all instances of an environment need. */
export type DatabaseExports = {
  /** Subnet group of the private database subnets. */
  subnetGroupName: string;
  /** Role with which RDS writes enhanced monitoring. */
  monitoringRoleArn: string;
  /** Topic of instances' events and of alarms. */
  eventTopicArn: string;
  /** Security group that may reach the Secrets Manager endpoint next to the database, for credentials functions. */
  secretsManagerClientSecurityGroupId: string;
};

/** The shared instance and its credentials function. */
export type SharedInstanceExports = {
  instanceIdentifier: string;
  instanceArn: string;
  /** Resource id of the instance in `rds-db:connect` (db-...), which is not its identifier. */
  instanceResourceId: string;
  /** Host name of the instance, the only one in its certificate. */
  address: string;
  /** Host name for clients: the instance's, or that of a proxy in front of it. */
  clientAddress: string;
  /** Resource id in clients' `rds-db:connect`: the instance (db-...), or a proxy in front of it (prx-...). */
  clientResourceId: string;
  /** Inside the network, only holders of this security group reach the database port. */
  clientSecurityGroupId: string;
  /** Secret with the master password, which RDS creates and rotates. */
  masterSecretArn: string;
  /** Key of that secret. */
  masterSecretKeyArn: string;
  /** The function that creates databases on the instance, and writes and rotates credentials. */
  credentialsFunctionName: string;
  credentialsFunctionArn: string;
};

/** Concurrent invocations of the shared instance's function, by rotations and applies of organizations. */
const concurrentOrganizations = 5;

/** The shared instance, and resources that all instances need. */
export class DatabaseStack extends EnvironmentStack {
  readonly exports: Exports<DatabaseExports>;
  /** Undefined if each organization has a dedicated instance. */
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

/** @param before resources to create before the instance */
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

/** Values of the instance and its credentials function for organizations' stacks. */
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

/** The alarms in a stack so far. */
const alarmsOf = (stack: DatabaseStack): string[] =>
  stack.node
    .findAll()
    .filter((node) => node instanceof CloudwatchMetricAlarm)
    .map(({ arn }) => arn);

/** An output for clients; no other stack reads it. */
function outputExternalDnsName(stack: DatabaseStack, dnsName: string): void {
  new TerraformOutput(stack, "external_dns_name", {
    value: dnsName,
    staticId: true,
    description:
      "Load balancer for the ranges of externalAccess. TLS is by the name of the instance: connect with host=<its address> hostaddr=<an address of this name>.",
  });
}
