import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { ApplicationAccess } from "../access/application-access";
import { addKubernetesProvider, kubernetesAccess } from "../cluster/kubernetes-access";
import { unknownKind } from "../config/application-kinds";
import { databaseAuthorities, proxyAuthorities } from "../config/facts/database-certificates";
import { instanceOf, isPooled } from "../config/instances";
import type { Application, Environment, Organization } from "../config/model";
import { CredentialsFunction } from "../database/credentials-function";
import { PostgresInstance } from "../database/postgres-instance";
import type { ApplicationProps } from "../workloads/application-props";
import { ContainerWorkload } from "../workloads/container-workload";
import { DatabaseCertificates } from "../workloads/database-certificates";
import { DatabaseProvisioning } from "../workloads/database-provisioning";
import { Members } from "../workloads/members";
import { Metabase } from "../workloads/metabase";
import { NetworkPolicies } from "../workloads/network-policies";
import { OrganizationIdentity, serviceAccountLabels } from "../workloads/organization-identity";
import { OrganizationNamespace } from "../workloads/organization-namespace";
import { OrganizationSecrets } from "../workloads/organization-secrets";
import { OrganizationSecurityGroup } from "../workloads/organization-security-group";
import { SecurityGroupPolicy } from "../workloads/security-group-policy";
import type { ClusterExports, ClusterStack } from "./cluster-stack";
import type { DatabaseExports, DatabaseStack } from "./database-stack";
import { EnvironmentStack } from "./environment-stack";
import type { NetworkExports, NetworkStack } from "./network-stack";
import type { PlatformStack } from "./platform-stack";

export interface OrganizationStackProps {
  readonly organization: Organization;
  readonly network: NetworkStack;
  readonly cluster: ClusterStack;
  readonly database: DatabaseStack;
  readonly platform: PlatformStack;
}

/** The instance that holds an organization's data, and its credentials function. */
interface Database {
  /** Resource id of the instance (db-...). */
  readonly resourceId: string;
  /** Host name for clients. */
  readonly clientAddress: string;
  /** Resource id in clients' `rds-db:connect`. */
  readonly clientResourceId: string;
  readonly clientSecurityGroupId: string;
  readonly functionName: string;
  readonly functionArn: string;
  /** Resources of this stack that the function and its clients need, for `dependsOn`. */
  readonly grants: ITerraformDependable[];
}

/** Values and resources that an organization's workloads need. */
interface WorkloadNeeds {
  readonly network: NetworkExports;
  readonly cluster: ClusterExports;
  readonly secrets: OrganizationSecrets;
  readonly database: Database;
  readonly provisioning: DatabaseProvisioning;
  /** Topic that receives alarms. */
  readonly alarmTopicArn: string;
}

/** One organization: its namespace, identity, secrets, workloads, and its dedicated instance if it has one. */
export class OrganizationStack extends EnvironmentStack {
  private readonly organization: Organization;

  constructor(scope: Construct, environment: Environment, props: OrganizationStackProps) {
    const { organization } = props;
    super(scope, environment, `org-${organization.name}`, { Organization: organization.name });
    this.organization = organization;
    this.addDependency(props.platform);
    const cluster = props.cluster.exports.readBy(this);
    const network = props.network.exports.readBy(this);
    const secrets = new OrganizationSecrets(this, "secrets", { environment, organization });
    const common = props.database.exports.readBy(this);
    const database = instanceOf(environment, organization).owner
      ? this.ownDatabase(network, common, secrets)
      : this.sharedDatabase(props.database);
    const provisioning = this.provision(secrets, database);
    addKubernetesProvider(this, kubernetesAccess(environment, cluster));
    this.addWorkloads({
      network,
      cluster,
      secrets,
      database,
      provisioning,
      alarmTopicArn: common.eventTopicArn,
    });
  }

  private sharedDatabase({ sharedExports }: DatabaseStack): Database {
    if (!sharedExports) throw new Error(`${this.organization.name} shares an instance, and there is none.`);
    const shared = sharedExports.readBy(this);
    return {
      resourceId: shared.instanceResourceId,
      clientAddress: shared.clientAddress,
      clientResourceId: shared.clientResourceId,
      clientSecurityGroupId: shared.clientSecurityGroupId,
      functionName: shared.credentialsFunctionName,
      functionArn: shared.credentialsFunctionArn,
      grants: [],
    };
  }

  private ownDatabase(
    network: NetworkExports,
    common: DatabaseExports,
    secrets: OrganizationSecrets,
  ): Database {
    const { environment, organization } = this;
    const own = instanceOf(environment, organization);
    const instance = new PostgresInstance(this, "database", {
      environment,
      database: own,
      network,
      subnetGroupName: common.subnetGroupName,
      monitoringRoleArn: common.monitoringRoleArn,
      eventTopicArn: common.eventTopicArn,
    });
    const credentials = new CredentialsFunction(this, "credentials", {
      environment,
      database: own,
      instance,
      network,
      secretsManagerClientSecurityGroupId: common.secretsManagerClientSecurityGroupId,
      secrets: { secretArns: secrets.generatedArns, keyArns: [secrets.keyArn] },
      alarmTopicArn: common.eventTopicArn,
      reservedConcurrency: 1,
    });
    return {
      resourceId: instance.resourceId,
      clientAddress: instance.clientEnd.address,
      clientResourceId: instance.clientEnd.resourceId,
      clientSecurityGroupId: instance.clientSecurityGroupId,
      functionName: credentials.name,
      functionArn: credentials.arn,
      grants: [...credentials.grants, ...instance.clientEnd.ready],
    };
  }

  private provision(secrets: OrganizationSecrets, database: Database): DatabaseProvisioning {
    return new DatabaseProvisioning(this, "provisioning", {
      organization: this.organization,
      secrets,
      functionName: database.functionName,
      functionArn: database.functionArn,
      databaseResourceId: database.resourceId,
      clientAddress: database.clientAddress,
      dependsOn: database.grants,
    });
  }

  private addWorkloads(needs: WorkloadNeeds): void {
    const { network, cluster, secrets, database, provisioning } = needs;
    const { environment, organization } = this;
    const { name: namespace } = new OrganizationNamespace(this, "namespace", { environment, organization });
    if (organization.members.length > 0)
      new Members(this, "members", { organization, namespace, clusterName: cluster.clusterName });
    const { policies } = new NetworkPolicies(this, "network-policies", { environment, namespace });
    const { serviceAccount, role } = this.identify(namespace, needs);
    const neighbours = new OrganizationSecurityGroup(this, "security-group", {
      environment,
      organization,
      vpcId: network.clusterVpcId,
    });
    const groups = new SecurityGroupPolicy(this, "security-group-policy", {
      name: organization.name,
      namespace,
      serviceAccountLabels: serviceAccountLabels(organization.name),
      securityGroupIds: [cluster.podSecurityGroupId, neighbours.id, database.clientSecurityGroupId],
    });
    const certificates = this.addCertificates(namespace);
    const access = this.openApplications(namespace, neighbours, needs);
    this.runApplications(access, {
      environment,
      organization,
      namespace,
      serviceAccount,
      secrets,
      certificates,
      databaseHost: database.clientAddress,
      dependsOn: [...policies, ...role.grants, groups.manifest, provisioning.done],
    });
  }

  private identify(namespace: string, { cluster, secrets, database }: WorkloadNeeds): OrganizationIdentity {
    return new OrganizationIdentity(this, "identity", {
      environment: this.environment,
      organization: this.organization,
      namespace,
      oidcProviderArn: cluster.oidcProviderArn,
      oidcIssuer: cluster.oidcIssuer,
      ...secrets.readable,
      databaseResourceId: database.clientResourceId,
    });
  }

  /**
   * @returns the ConfigMap with the CA certificates of the clients' target: the instance, or the proxy in front of it
   */
  private addCertificates(namespace: string): string {
    const { environment, organization } = this;
    const { configMap } = new DatabaseCertificates(this, "database-certificates", {
      namespace,
      authorities: isPooled(instanceOf(environment, organization).settings)
        ? proxyAuthorities
        : databaseAuthorities(environment.region),
    });
    return configMap;
  }

  private openApplications(
    namespace: string,
    { id: podSecurityGroupId }: OrganizationSecurityGroup,
    { network, alarmTopicArn }: WorkloadNeeds,
  ): ApplicationAccess {
    return new ApplicationAccess(this, "access", {
      environment: this.environment,
      organization: this.organization,
      namespace,
      vpcId: network.clusterVpcId,
      subnetIds: network.clusterPublicSubnetIds,
      podSecurityGroupId,
      alarmTopicArn,
    });
  }

  private runApplications(
    access: ApplicationAccess,
    common: Omit<ApplicationProps<Application>, "application" | "opening">,
  ): void {
    const applications = new Construct(this, "applications");
    for (const application of this.organization.applications) {
      const opening = access.of(application);
      switch (application.kind) {
        case "container":
          new ContainerWorkload(applications, application.name, { ...common, opening, application });
          break;
        case "metabase":
          new Metabase(applications, application.name, { ...common, opening, application });
          break;
        default:
          unknownKind(application);
      }
    }
  }
}
