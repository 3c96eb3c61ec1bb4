import { EksCluster } from "@cdktf/provider-aws/lib/eks-cluster";
import { Construct } from "constructs";
import type { Environment } from "../config/model";
import { clusterName, serviceRoleNames } from "../config/names";
import { EncryptionKey, usedByLogGroups } from "../foundation/encryption-key";
import { LogGroup } from "../foundation/log-group";
import { identitiesOf, itself, type Statement } from "../foundation/policy";
import { ServiceRole } from "../foundation/service-role";

export interface ControlPlaneProps {
  readonly environment: Environment;
  /** Private subnets, one per zone, for the network interfaces of the control plane. */
  readonly subnetIds: string[];
}

/**
 * EKS control plane: secrets encrypted with a customer managed key, all logs enabled, and access for listed principals
 * only.
 */
export class ControlPlane extends Construct {
  readonly name: string;
  /** URL of the Kubernetes API. */
  readonly endpoint: string;
  /** CA certificate of the Kubernetes API, base64. */
  readonly certificateAuthority: string;
  /** Security group that EKS creates for control plane and nodes. */
  readonly securityGroupId: string;
  /** URL of the issuer of service account tokens. */
  readonly issuerUrl: string;

  constructor(scope: Construct, id: string, props: ControlPlaneProps) {
    super(scope, id);
    const { environment } = props;
    const secretsKey = this.createSecretsKey(environment);
    const logGroup = this.createLogGroup(environment);
    const role = this.createRole(environment);
    const cluster = this.createCluster(props, secretsKey, logGroup, role);
    this.name = cluster.name;
    this.endpoint = cluster.endpoint;
    this.certificateAuthority = cluster.certificateAuthority.get(0).data;
    this.securityGroupId = cluster.vpcConfig.clusterSecurityGroupId;
    this.issuerUrl = cluster.identity.get(0).oidc.get(0).issuer;
  }

  private createSecretsKey(environment: Environment): EncryptionKey {
    return new EncryptionKey(this, "key", {
      environment,
      alias: `${environment.name}-cluster`,
      description: `Secrets that the Kubernetes API of ${environment.name} stores`,
      uses: [usedByControlPlane(environment)],
    });
  }

  private createLogGroup(environment: Environment): LogGroup {
    const name = logGroupName(environment);
    const key = new EncryptionKey(this, "logs-key", {
      environment,
      alias: `${environment.name}-cluster-logs`,
      description: `Encrypts the log group ${name}`,
      uses: [usedByLogGroups(environment, [name])],
    });
    return new LogGroup(this, "logs", {
      name,
      retentionDays: environment.cluster.logRetentionDays,
      keyArn: key.arn,
    });
  }

  private createRole(environment: Environment): ServiceRole {
    return new ServiceRole(this, "role", {
      environment,
      name: serviceRoleNames(environment).controlPlane,
      description: `EKS control plane of ${environment.name}`,
      service: "eks",
      // The trust policy that AWS documents has no condition:
      // https://docs.aws.amazon.com/eks/latest/userguide/cluster-iam-role.html
      confusedDeputyCheck: false,
      // The second policy manages the branch network interfaces of pods with their own security groups.
      managedPolicies: ["AmazonEKSClusterPolicy", "AmazonEKSVPCResourceController"],
    });
  }

  private createCluster(
    { environment, subnetIds }: ControlPlaneProps,
    secretsKey: EncryptionKey,
    logGroup: LogGroup,
    role: ServiceRole,
  ): EksCluster {
    const { version, serviceCidr, deletionProtection } = environment.cluster;
    return new EksCluster(this, "Resource", {
      name: clusterName(environment),
      version,
      roleArn: role.arn,
      vpcConfig: { subnetIds, ...endpointAccess(environment) },
      // Explicit and checked, because it can never be changed: the range that EKS chooses avoids only the cluster's own
      // VPC, and kube-proxy intercepts packets to addresses of the range, including a database's.
      kubernetesNetworkConfig: { serviceIpv4Cidr: serviceCidr },
      // Only access entries grant access: the creator is not a hidden administrator, and there is no ConfigMap with
      // identities that a workload could edit.
      accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
      encryptionConfig: { provider: { keyArn: secretsKey.arn }, resources: ["secrets"] },
      enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
      // Nodes with the default network add-on would not support security groups for pods; ours is installed before them.
      bootstrapSelfManagedAddons: false,
      // At the end of standard support AWS then upgrades the version, instead of charging six times the price.
      upgradePolicy: { supportType: "STANDARD" },
      deletionProtection,
      // Both arguments take effect at creation only, and AWS returns neither: after an import, the provider would
      // assume true and replace the cluster.
      lifecycle: {
        ignoreChanges: [
          "access_config[0].bootstrap_cluster_creator_admin_permissions",
          "bootstrap_self_managed_addons",
        ],
      },
      // Without its policies the control plane fails to start, or leaves network interfaces behind when it is deleted.
      dependsOn: [logGroup.resource, ...role.grants],
    });
  }
}

/** EKS always writes to this log group. */
const logGroupName = (environment: Environment): string => `/aws/eks/${clusterName(environment)}/cluster`;

/** Private access is always enabled; public access only for listed ranges. */
function endpointAccess({ cluster: { publicAccessCidrs } }: Environment) {
  const open = publicAccessCidrs.length > 0;
  return {
    endpointPrivateAccess: true,
    endpointPublicAccess: open,
    ...(open ? { publicAccessCidrs } : {}),
  };
}

/**
 * Lets an administrator of the cluster who applies this stack grant the use of the key to EKS. The condition
 * `kms:GrantIsForAWSResource` is not supported here (https://docs.aws.amazon.com/eks/latest/userguide/enable-kms.html),
 * so a grant could name any principal: only administrators, who can read Kubernetes secrets anyway, may create one.
 */
const usedByControlPlane = (environment: Environment): Statement => ({
  sid: "GrantToControlPlane",
  principals: identitiesOf(environment),
  actions: ["kms:CreateGrant", "kms:DescribeKey"],
  resources: itself,
  condition: [
    { test: "ArnEquals", variable: "aws:PrincipalArn", values: [...environment.cluster.admins].sort() },
  ],
});
