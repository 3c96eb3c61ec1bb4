import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { Construct } from "constructs";
import { kubernetesAccess } from "../cluster/kubernetes-access";
import type { Environment, Organization } from "../config/model";
import { databaseName } from "../config/names";
import { dedicatedSettings } from "../config/resolve";
import { PostgresInstance } from "../database/postgres-instance";
import { ContainerWorkload } from "../workloads/container-workload";
import { DatabaseCertificates } from "../workloads/database-certificates";
import { Metabase } from "../workloads/metabase";
import { organizationStem } from "../workloads/names";
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

/** The instance that holds an organization's data, as its pods need to know it. */
interface Instance {
  /** As `rds-db:connect` names it. */
  readonly resourceId: string;
  readonly clientSecurityGroupId: string;
}

/** One organization: its namespace, identity, secrets, workloads, and its instance where it has one. */
export class OrganizationStack extends EnvironmentStack {
  private readonly organization: Organization;

  constructor(scope: Construct, environment: Environment, props: OrganizationStackProps) {
    const { organization } = props;
    super(scope, environment, `org-${organization.name}`, { Organization: organization.name });
    this.organization = organization;
    this.addDependency(props.platform);
    const cluster = props.cluster.exports.readBy(this);
    const network = props.network.exports.readBy(this);
    const instance = this.instance(network, props.database.exports.readBy(this));
    this.addKubernetesProvider(cluster);
    this.addWorkloads(network, cluster, instance);
  }

  private instance(network: NetworkExports, shared: DatabaseExports): Instance {
    const { environment, organization } = this;
    if (organization.isolation !== "instance")
      return {
        resourceId: shared.instanceResourceId,
        clientSecurityGroupId: shared.clientSecurityGroupId,
      };
    return new PostgresInstance(this, "database", {
      environment,
      settings: dedicatedSettings(environment, organization),
      identifier: organizationStem(environment, organization),
      databaseName: databaseName(organization),
      network,
      subnetGroupName: shared.subnetGroupName,
      monitoringRoleArn: shared.monitoringRoleArn,
      eventTopicArn: shared.eventTopicArn,
    });
  }

  private addKubernetesProvider(cluster: ClusterExports): void {
    const { exec, ...access } = kubernetesAccess(this.environment, cluster);
    new KubernetesProvider(this, "kubernetes", { ...access, exec: [exec] });
  }

  private addWorkloads(network: NetworkExports, cluster: ClusterExports, instance: Instance): void {
    const { environment, organization } = this;
    const { name: namespace } = new OrganizationNamespace(this, "namespace", { environment, organization });
    const { policies } = new NetworkPolicies(this, "network-policies", { environment, namespace });
    const secrets = new OrganizationSecrets(this, "secrets", { environment, organization });
    const { serviceAccount, role } = new OrganizationIdentity(this, "identity", {
      environment,
      organization,
      namespace,
      oidcProviderArn: cluster.oidcProviderArn,
      oidcIssuer: cluster.oidcIssuer,
      secretArns: secrets.arns,
      keyArn: secrets.keyArn,
      databaseResourceId: instance.resourceId,
    });
    const neighbours = new OrganizationSecurityGroup(this, "security-group", {
      environment,
      organization,
      vpcId: network.clusterVpcId,
    });
    const groups = new SecurityGroupPolicy(this, "security-group-policy", {
      name: organization.name,
      namespace,
      serviceAccountLabels: serviceAccountLabels(organization.name),
      securityGroupIds: [cluster.podSecurityGroupId, neighbours.id, instance.clientSecurityGroupId],
    });
    const { configMap } = new DatabaseCertificates(this, "database-certificates", {
      namespace,
      region: environment.region,
    });
    const applications = new Construct(this, "applications");
    for (const application of organization.applications) {
      const common = {
        environment,
        organization,
        namespace,
        serviceAccount,
        secrets,
        certificates: configMap,
        dependsOn: [...policies, ...role.grants, groups.manifest],
      };
      switch (application.kind) {
        case "container":
          new ContainerWorkload(applications, application.name, { ...common, application });
          break;
        case "metabase":
          new Metabase(applications, application.name, { ...common, application });
          break;
      }
    }
  }
}
