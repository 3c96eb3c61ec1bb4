import { DbInstance, type DbInstanceConfig } from "@cdktf/provider-aws/lib/db-instance";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { isMinor } from "../config/facts/postgresql-versions";
import { type DatabaseInstance, isPooled } from "../config/instances";
import type { DatabaseSettings, Environment, ExternalAccessSettings } from "../config/model";
import { databasePort, masterUsername } from "../config/names";
import type { DatabaseLoadBalancer } from "../exposure/database-load-balancer";
import { ExternalAccess } from "../exposure/external-access";
import { TargetRegistration } from "../exposure/target-registration";
import { credentialsFunctionRoleArn } from "../foundation/arn";
import { InstanceAlarms } from "../monitoring/instance-alarms";
import { ProxyAlarms } from "../monitoring/proxy-alarms";
import { proxyLogGroupName } from "./database-proxy";
import { InstanceEventSubscription } from "./instance-events";
import { InstanceKeys } from "./instance-keys";
import { exportedLogs, LogExports, logGroupNames } from "./log-exports";
import { ParameterGroup } from "./parameter-group";
import type { Path, PathEnd, PathNetwork } from "./path";
import { createPath } from "./paths";

export interface PostgresInstanceProps {
  readonly environment: Environment;
  /** Config of the instance. */
  readonly database: DatabaseInstance;
  /** VPC and private subnets of the instance, and of its clients. */
  readonly network: PathNetwork;
  /** Subnet group of the private database subnets. */
  readonly subnetGroupName: string;
  /** Role with which RDS writes enhanced monitoring. */
  readonly monitoringRoleArn: string;
  /** Topic for events of the instance, and for alarms of the instance and its load balancers. */
  readonly eventTopicArn: string;
  /** Ranges that may connect from outside, and the public subnets for their load balancer. @default - none */
  readonly externalAccess?: ExternalAccessSettings & { readonly subnetIds: string[] };
  /** Resources to create before the instance, in addition to references in its properties. @default - none */
  readonly dependsOn?: ITerraformDependable[];
}

/** Parts of an instance that are created before it. */
interface InstanceParts {
  readonly keys: InstanceKeys;
  readonly logs: LogExports;
  readonly parameters: ParameterGroup;
  readonly access: Path;
}

/**
 * A PostgreSQL instance with its keys, parameter group, logs, alarms, and the client security group that opens its
 * port.
 *
 * Layers around the data: private subnets without a route to the internet; the client security group, or listed ranges
 * if config opens the instance to the outside; TLS for every connection; a login by SCRAM or IAM; a master password
 * that only RDS and Secrets Manager store; and storage, backups, logs and performance data encrypted with the
 * instance's own key.
 *
 * Nothing destroys the data by accident: deletion protection refuses it (also a replacement, by a changed identifier,
 * database name or key), and without it a final snapshot is created first. The snapshot's name is fixed: delete or
 * rename it before destroying an instance of the same name again.
 */
export class PostgresInstance extends Construct {
  readonly arn: string;
  readonly identifier: string;
  /** Resource id of the instance in `rds-db:connect`. */
  readonly resourceId: string;
  /** Host name, the only one in its certificate. */
  readonly address: string;
  /** Address for holders of the client group: the instance, or a proxy with its own name. */
  readonly clientEnd: PathEnd;
  /** Inside the network, only holders of this security group reach the database port. */
  readonly clientSecurityGroupId: string;
  /**
   * Security group of the instance. It admits the last component of its path, and the load balancer of external access.
   */
  readonly instanceSecurityGroupId: string;
  /** Secret with name and password of the master user, which RDS creates and rotates. */
  readonly masterSecretArn: string;
  /** Key of that secret: reading the secret requires `kms:Decrypt` through Secrets Manager. */
  readonly masterSecretKeyArn: string;
  /** Name of the load balancer for clients from outside. @default - none */
  readonly externalDnsName?: string;
  /** Whether any clients connect through a network load balancer, from inside or outside. */
  readonly hasLoadBalancer: boolean;

  constructor(scope: Construct, id: string, props: PostgresInstanceProps) {
    super(scope, id);
    const { environment, database, network } = props;
    const keys = this.createKeys(props);
    const logs = new LogExports(this, "logs", {
      instanceIdentifier: database.identifier,
      retentionDays: database.settings.logRetentionDays,
      keyArn: keys.dataKeyArn,
    });
    const parameters = new ParameterGroup(this, "parameters", {
      instanceIdentifier: database.identifier,
      version: database.settings.version,
    });
    const logKeyArn = keys.dataKeyArn;
    const access = createPath(this, "access", { environment, network, database, logKeyArn });
    const instance = this.createInstance(props, { keys, logs, parameters, access });
    this.watch(props, instance.identifier, logs.engineLogGroupName);
    const external = this.openToOutside(props, access);
    this.clientEnd = access.connectTo(instance);
    const loadBalancers = [...this.clientEnd.loadBalancers, ...external];
    this.keepTargets(props, instance, loadBalancers);

    this.arn = instance.arn;
    this.identifier = instance.identifier;
    this.resourceId = instance.resourceId;
    this.address = instance.address;
    this.clientSecurityGroupId = access.clientSecurityGroupId;
    this.instanceSecurityGroupId = access.instanceSecurityGroupId;
    this.masterSecretArn = instance.masterUserSecret.get(0).secretArn;
    this.masterSecretKeyArn = keys.masterSecretKeyArn;
    this.externalDnsName = external[0]?.dnsName;
    this.hasLoadBalancer = loadBalancers.length > 0;
  }

  private createKeys({ environment, database }: PostgresInstanceProps): InstanceKeys {
    const { identifier, settings } = database;
    return new InstanceKeys(this, "keys", {
      environment,
      instanceIdentifier: identifier,
      logGroupNames: [
        ...logGroupNames(identifier),
        ...(isPooled(settings) ? [proxyLogGroupName(identifier)] : []),
      ],
      credentialsFunctionRoleArn: credentialsFunctionRoleArn(environment, database),
    });
  }

  private createInstance(
    props: PostgresInstanceProps,
    { keys, logs, parameters, access }: InstanceParts,
  ): DbInstance {
    const { identifier, databaseName, settings } = props.database;
    return new DbInstance(this, "Resource", {
      identifier,
      instanceClass: settings.instanceClass,
      dbName: databaseName,
      ...engine(settings, parameters),
      ...storage(settings, keys),
      ...reachability(props, access),
      ...authentication(keys),
      ...backups(settings, identifier),
      ...observability(props, keys),
      ...origin(settings),
      dependsOn: [...logs.groups, ...(props.dependsOn ?? [])],
    });
  }

  /** Sends events and alarms of the instance, and of the proxy in front of it, to the topic. */
  private watch(props: PostgresInstanceProps, instanceIdentifier: string, logGroupName: string): void {
    const { identifier: name, settings } = props.database;
    const topicArn = props.eventTopicArn;
    new InstanceEventSubscription(this, "events", { topicArn, instanceIdentifier, name: `${name}-events` });
    new InstanceAlarms(this, "alarms", { name, instanceIdentifier, settings, logGroupName, topicArn });
    if (!isPooled(settings)) return;
    new ProxyAlarms(this, "proxy-alarms", {
      name,
      proxyName: name,
      borrowTimeoutSeconds: settings.proxy.borrowTimeoutSeconds,
      topicArn,
    });
  }

  private openToOutside(props: PostgresInstanceProps, access: Path): DatabaseLoadBalancer[] {
    if (!props.externalAccess) return [];
    const { loadBalancer } = new ExternalAccess(this, "external-access", {
      ...props.externalAccess,
      instanceIdentifier: props.database.identifier,
      instanceSecurityGroupId: access.instanceSecurityGroupId,
      vpcId: props.network.databaseVpcId,
    });
    return [loadBalancer];
  }

  /** Without this, a load balancer would have no valid target after the first failover. */
  private keepTargets(
    { environment, database, eventTopicArn }: PostgresInstanceProps,
    { arn, address }: DbInstance,
    loadBalancers: DatabaseLoadBalancer[],
  ): void {
    if (loadBalancers.length === 0) return;
    new TargetRegistration(this, "targets", {
      environment,
      instance: { identifier: database.identifier, arn, address },
      loadBalancers,
      alarmTopicArn: eventTopicArn,
      logRetentionDays: database.settings.logRetentionDays,
    });
  }
}

/** A subset of an instance's arguments. */
type InstanceArguments = Partial<DbInstanceConfig>;

const engine = (
  { version, extendedSupport, multiAz, applyImmediately }: DatabaseSettings,
  parameters: ParameterGroup,
): InstanceArguments => ({
  engine: "postgres",
  // For a major version, AWS chooses the minor version and upgrades it, and the provider compares prefixes. A minor
  // version is fixed: after an upgrade by AWS, a plan would downgrade it, which AWS refuses.
  engineVersion: version,
  autoMinorVersionUpgrade: !isMinor(version),
  // A new major version is a reviewed change of environment.yaml; without this argument, AWS would refuse it.
  allowMajorVersionUpgrade: true,
  // Unless disabled, AWS keeps versions without standard support and charges for them per vCPU-hour.
  engineLifecycleSupport: `open-source-rds-extended-support${extendedSupport ? "" : "-disabled"}`,
  multiAz,
  parameterGroupName: parameters.name,
  // Otherwise changes that restart the instance wait for the maintenance window.
  applyImmediately,
  maintenanceWindow: "sun:03:30-sun:04:30",
});

const storage = (
  { storageGiB, maxStorageGiB, restoreFrom }: DatabaseSettings,
  keys: InstanceKeys,
): InstanceArguments => ({
  storageType: "gp3",
  // A restored instance has the storage size of its snapshot, which autoscaling may have increased; AWS cannot decrease
  // it.
  ...(!restoreFrom && { allocatedStorage: storageGiB }),
  maxAllocatedStorage: maxStorageGiB,
  storageEncrypted: true,
  kmsKeyId: keys.dataKeyArn,
});

const reachability = ({ subnetGroupName }: PostgresInstanceProps, access: Path): InstanceArguments => ({
  dbSubnetGroupName: subnetGroupName,
  vpcSecurityGroupIds: [access.instanceSecurityGroupId],
  publiclyAccessible: false,
  networkType: "IPV4",
  port: databasePort,
  caCertIdentifier: "rds-ca-rsa2048-g1",
});

const authentication = (keys: InstanceKeys): InstanceArguments => ({
  username: masterUsername,
  manageMasterUserPassword: true,
  masterUserSecretKmsKeyId: keys.masterSecretKeyArn,
  iamDatabaseAuthenticationEnabled: true,
});

const backups = (
  { backupRetentionDays, deletionProtection }: DatabaseSettings,
  instanceIdentifier: string,
): InstanceArguments => ({
  backupRetentionPeriod: backupRetentionDays,
  backupWindow: "02:00-03:00",
  copyTagsToSnapshot: true,
  deletionProtection,
  skipFinalSnapshot: false,
  finalSnapshotIdentifier: `${instanceIdentifier}-final`,
  // Automated backups remain until the end of their retention period when the instance is deleted.
  deleteAutomatedBackups: false,
});

/**
 * With a snapshot, the instance is created from its data, with the snapshot's key. A later change of the snapshot must
 * not replace the instance: restoring another one requires renaming or removing the old instance first. Extended
 * Support is also chosen at creation.
 */
const origin = ({ restoreFrom }: DatabaseSettings): InstanceArguments => ({
  ...(restoreFrom && { snapshotIdentifier: restoreFrom }),
  lifecycle: {
    ignoreChanges: [...(restoreFrom ? ["snapshot_identifier"] : []), "engine_lifecycle_support"],
  },
  // The provider's defaults are 40 and 80 minutes. A restore of terabytes and a major upgrade of many tables take
  // longer: Terraform would report an error while AWS is still working.
  timeouts: { create: "5h", update: "5h" },
});

const observability = (
  { monitoringRoleArn }: PostgresInstanceProps,
  keys: InstanceKeys,
): InstanceArguments => ({
  enabledCloudwatchLogsExports: exportedLogs,
  monitoringInterval: 60,
  monitoringRoleArn,
  databaseInsightsMode: "standard",
  performanceInsightsEnabled: true,
  performanceInsightsKmsKeyId: keys.dataKeyArn,
  performanceInsightsRetentionPeriod: 7,
});
