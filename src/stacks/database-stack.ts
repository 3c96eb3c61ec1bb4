import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { TerraformOutput } from "cdktf";
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
import type { NetworkStack } from "./network-stack";

export type DatabaseExports = {
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
  /** Subnet group over the private database subnets, for dedicated instances too. */
  subnetGroupName: string;
  /** Role with which RDS writes enhanced monitoring, for dedicated instances too. */
  monitoringRoleArn: string;
  /** Topic to which RDS reports the events of instances, for dedicated instances too. */
  eventTopicArn: string;
  /** The function that makes databases on the instance, and writes and rotates credentials. */
  credentialsFunctionName: string;
  credentialsFunctionArn: string;
  /** Group that may reach the Secrets Manager endpoint beside the database, for functions of dedicated instances too. */
  secretsManagerClientSecurityGroupId: string;
};

/** Rotations and applies of organizations that the shared instance serves at a time. */
const concurrentOrganizations = 5;

/** The instance that organizations share, unless they have one of their own, and what all instances lean on. */
export class DatabaseStack extends EnvironmentStack {
  readonly exports: Exports<DatabaseExports>;

  constructor(scope: Construct, environment: Environment, network: NetworkStack) {
    super(scope, environment, "database");
    const reads = network.exports.readBy(this);
    const subnets = new SubnetGroup(this, "subnets", {
      environment,
      subnetIds: reads.databasePrivateSubnetIds,
    });
    const monitoring = new MonitoringRole(this, "monitoring", { environment });
    const events = new InstanceEventTopic(this, "events", { environment });
    const shared = sharedInstance(environment);
    const instance = new PostgresInstance(this, "instance", {
      environment,
      database: shared,
      network: reads,
      subnetGroupName: subnets.name,
      monitoringRoleArn: monitoring.arn,
      eventTopicArn: events.arn,
      externalAccess: environment.externalAccess && {
        ...environment.externalAccess,
        subnetIds: reads.databasePublicSubnetIds,
      },
      dependsOn: monitoring.grants,
    });
    if (instance.externalDnsName) outputExternalDnsName(this, instance.externalDnsName);
    const secretsManagerClients = new SecretsManagerClients(this, "secrets-manager-clients", {
      environment,
      vpcId: reads.databaseVpcId,
      endpointSecurityGroupId: reads.databaseEndpointSecurityGroupId,
    });
    const credentials = new CredentialsFunction(this, "credentials", {
      environment,
      database: shared,
      instance,
      network: reads,
      secretsManagerClientSecurityGroupId: secretsManagerClients.securityGroupId,
      secrets: secretsOf(environment),
      alarmTopicArn: events.arn,
      reservedConcurrency: concurrentOrganizations,
    });
    new RotationFailures(this, "rotation-failures", { environment, topicArn: events.arn });
    new Dashboard(this, "dashboard", {
      environment,
      instance: {
        name: shared.identifier,
        settings: shared.settings,
        hasLoadBalancer: instance.hasLoadBalancer,
      },
      proxyName: isPooled(shared.settings) ? shared.identifier : undefined,
      topicName: events.name,
      rotationFailuresRuleName: rotationFailuresRuleName(environment),
      alarmArns: alarmsOf(this),
    });
    this.exports = new Exports<DatabaseExports>(this, {
      instanceIdentifier: instance.identifier,
      instanceArn: instance.arn,
      instanceResourceId: instance.resourceId,
      address: instance.address,
      clientAddress: instance.clientEnd.address,
      clientResourceId: instance.clientEnd.resourceId,
      clientSecurityGroupId: instance.clientSecurityGroupId,
      masterSecretArn: instance.masterSecretArn,
      masterSecretKeyArn: instance.masterSecretKeyArn,
      subnetGroupName: subnets.name,
      monitoringRoleArn: monitoring.arn,
      eventTopicArn: events.arn,
      credentialsFunctionName: credentials.name,
      credentialsFunctionArn: credentials.arn,
      secretsManagerClientSecurityGroupId: secretsManagerClients.securityGroupId,
    });
  }
}

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
