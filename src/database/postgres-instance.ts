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
  /** What config says of it. */
  readonly database: DatabaseInstance;
  /** The VPC of the instance and that of its clients, with their private subnets. */
  readonly network: PathNetwork;
  /** Group over the private database subnets. */
  readonly subnetGroupName: string;
  /** Role with which RDS writes enhanced monitoring. */
  readonly monitoringRoleArn: string;
  /** Topic that hears of events of the instance, and of alarms about it and its load balancers. */
  readonly eventTopicArn: string;
  /** Ranges that may connect from outside, and the public subnets for it. @default - none */
  readonly externalAccess?: ExternalAccessSettings & { readonly subnetIds: string[] };
  /** What must be there before the instance, besides what its properties refer to. @default - nothing */
  readonly dependsOn?: ITerraformDependable[];
}

/** What an instance is made with. */
interface InstanceParts {
  readonly keys: InstanceKeys;
  readonly logs: LogExports;
  readonly parameters: ParameterGroup;
  readonly access: Path;
}

/**
 * A PostgreSQL instance with its keys, parameter group, logs, alarms, and the client security group that alone opens its port.
 *
 * What guards the data, from the outside in: private subnets without a route to the internet; the client group, or listed
 * ranges where config opens the instance to the outside; TLS or no connection; a login by SCRAM or IAM; a master password that
 * only RDS and Secrets Manager know; storage, backups, logs and performance data under a key of the instance's own.
 *
 * Nothing destroys the data by accident: deletion protection refuses (also the replacement that a changed identifier,
 * database name or key would be), and where it is off a final snapshot is taken before anything goes. Its name is fixed:
 * delete or rename the snapshot before destroying a namesake again.
 */
export class PostgresInstance extends Construct {
  readonly arn: string;
  readonly identifier: string;
  /** The instance as `rds-db:connect` names it. */
  readonly resourceId: string;
  /** Host name, the only one its certificate carries. */
  readonly address: string;
  /** What holders of the key meet: the instance itself, or a proxy with a name of its own. */
  readonly clientEnd: PathEnd;
  /** The key: from inside, holding this group is the only way to the database port. */
  readonly clientSecurityGroupId: string;
  /** The instance's own group, which admits what its path ends with, and the load balancer of external access. */
  readonly instanceSecurityGroupId: string;
  /** Secret with the name and password of the master user, which RDS makes and rotates. */
  readonly masterSecretArn: string;
  /** Key of that secret: reading it takes `kms:Decrypt` through Secrets Manager. */
  readonly masterSecretKeyArn: string;
  /** Name of the load balancer for clients from outside. @default - there is none */
  readonly externalDnsName?: string;
  /** Whether clients come through a load balancer, from inside or from outside. */
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

  /** Whatever happens to the instance, or to the proxy before it, reaches the topic. */
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

  /** A load balancer that does not follow the instance would lead nowhere after the first failover. */
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

/** One aspect of the instance. */
type Aspect = Partial<DbInstanceConfig>;

const engine = (
  { version, extendedSupport, multiAz, applyImmediately }: DatabaseSettings,
  parameters: ParameterGroup,
): Aspect => ({
  engine: "postgres",
  // Of a major version alone AWS chooses the minor and keeps it current, and the provider compares prefixes. A minor one
  // stays: a plan after an upgrade by AWS would want to go back, which AWS refuses.
  engineVersion: version,
  autoMinorVersionUpgrade: !isMinor(version),
  // A new major version is a reviewed line in the environment's file; without this, AWS would refuse it.
  allowMajorVersionUpgrade: true,
  // AWS charges by the vCPU-hour for versions without standard support, unless it is told not to keep them.
  engineLifecycleSupport: `open-source-rds-extended-support${extendedSupport ? "" : "-disabled"}`,
  multiAz,
  parameterGroupName: parameters.name,
  // Otherwise changes that restart the instance wait for the window.
  applyImmediately,
  maintenanceWindow: "sun:03:30-sun:04:30",
});

const storage = (
  { storageGiB, maxStorageGiB, restoreFrom }: DatabaseSettings,
  keys: InstanceKeys,
): Aspect => ({
  storageType: "gp3",
  // A restored instance has the storage of its snapshot, which autoscaling may have enlarged; AWS makes none smaller.
  ...(!restoreFrom && { allocatedStorage: storageGiB }),
  maxAllocatedStorage: maxStorageGiB,
  storageEncrypted: true,
  kmsKeyId: keys.dataKeyArn,
});

const reachability = ({ subnetGroupName }: PostgresInstanceProps, access: Path): Aspect => ({
  dbSubnetGroupName: subnetGroupName,
  vpcSecurityGroupIds: [access.instanceSecurityGroupId],
  publiclyAccessible: false,
  networkType: "IPV4",
  port: databasePort,
  caCertIdentifier: "rds-ca-rsa2048-g1",
});

const authentication = (keys: InstanceKeys): Aspect => ({
  username: masterUsername,
  manageMasterUserPassword: true,
  masterUserSecretKmsKeyId: keys.masterSecretKeyArn,
  iamDatabaseAuthenticationEnabled: true,
});

const backups = (
  { backupRetentionDays, deletionProtection }: DatabaseSettings,
  instanceIdentifier: string,
): Aspect => ({
  backupRetentionPeriod: backupRetentionDays,
  backupWindow: "02:00-03:00",
  copyTagsToSnapshot: true,
  deletionProtection,
  skipFinalSnapshot: false,
  finalSnapshotIdentifier: `${instanceIdentifier}-final`,
  // Deleting the instance does not delete the backups for any earlier second: they live out their retention.
  deleteAutomatedBackups: false,
});

/**
 * With a snapshot the instance is made from its data, under the key that the snapshot has. Once it is there, another
 * snapshot, or none, must not replace it: an instance is restored by taking the old one out of the way first. Whether it
 * takes part in Extended Support is said to AWS at its making, too.
 */
const origin = ({ restoreFrom }: DatabaseSettings): Aspect => ({
  ...(restoreFrom && { snapshotIdentifier: restoreFrom }),
  lifecycle: {
    ignoreChanges: [...(restoreFrom ? ["snapshot_identifier"] : []), "engine_lifecycle_support"],
  },
  // The provider's own are 50 and 80 minutes. A restore of terabytes takes longer, and so does a major upgrade of many tables:
  // Terraform would take the instance for a broken one while AWS is still at work.
  timeouts: { create: "5h", update: "5h" },
});

const observability = ({ monitoringRoleArn }: PostgresInstanceProps, keys: InstanceKeys): Aspect => ({
  enabledCloudwatchLogsExports: exportedLogs,
  monitoringInterval: 60,
  monitoringRoleArn,
  databaseInsightsMode: "standard",
  performanceInsightsEnabled: true,
  performanceInsightsKmsKeyId: keys.dataKeyArn,
  performanceInsightsRetentionPeriod: 7,
});
