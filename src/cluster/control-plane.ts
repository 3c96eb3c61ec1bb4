import { EksCluster } from "@cdktf/provider-aws/lib/eks-cluster";
import { Construct } from "constructs";
import type { Environment } from "../config/model";
import { clusterName, serviceRoleNames } from "../config/names";
import { iamArn } from "../foundation/arn";
import { EncryptionKey, usedByLogGroups } from "../foundation/encryption-key";
import { LogGroup } from "../foundation/log-group";
import type { Statement } from "../foundation/policy";
import { ServiceRole } from "../foundation/service-role";

export interface ControlPlaneProps {
  readonly environment: Environment;
  /** Private subnets, one a zone, in which the API gets its network interfaces. */
  readonly subnetIds: string[];
}

/** EKS control plane: encrypted with a key of its own, logged in full, and open to named principals only. */
export class ControlPlane extends Construct {
  readonly name: string;
  /** Address of the Kubernetes API. */
  readonly endpoint: string;
  /** Certificate authority of the Kubernetes API, base64. */
  readonly certificateAuthority: string;
  /** Group that EKS makes for control plane and nodes. */
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
      // The second attaches the network interfaces that give pods security groups of their own.
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
      // Said aloud, and checked: what EKS chooses avoids this VPC alone, and can never be changed. kube-proxy takes
      // packets to addresses of the range, a database's included.
      kubernetesNetworkConfig: { serviceIpv4Cidr: serviceCidr },
      // Access entries alone decide who gets in. The creator is no hidden administrator, and no ConfigMap that a
      // workload might edit maps identities.
      accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
      encryptionConfig: { provider: { keyArn: secretsKey.arn }, resources: ["secrets"] },
      enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
      // The default network add-on would start nodes without security groups for pods; ours comes before the nodes.
      bootstrapSelfManagedAddons: false,
      // AWS upgrades a version that reaches the end of standard support, instead of charging six times the price.
      upgradePolicy: { supportType: "STANDARD" },
      deletionProtection,
      // Both count when the cluster is made, and AWS tells neither: after an import the provider takes them for true, and
      // would replace the cluster.
      lifecycle: {
        ignoreChanges: [
          "access_config[0].bootstrap_cluster_creator_admin_permissions",
          "bootstrap_self_managed_addons",
        ],
      },
      // Without its policies the control plane fails to start, or leaves network interfaces behind when it goes.
      dependsOn: [logGroup.resource, ...role.grants],
    });
  }
}

/** EKS writes to this name and no other. */
const logGroupName = (environment: Environment): string => `/aws/eks/${clusterName(environment)}/cluster`;

/** Inside the VPC always; from the internet only for listed ranges. */
function endpointAccess({ cluster: { publicAccessCidrs } }: Environment) {
  const open = publicAccessCidrs.length > 0;
  return {
    endpointPrivateAccess: true,
    endpointPublicAccess: open,
    ...(open ? { publicAccessCidrs } : {}),
  };
}

/**
 * Lets a cluster administrator who applies this hand the key to EKS. `kms:GrantIsForAWSResource` is not supported here
 * (https://docs.aws.amazon.com/eks/latest/userguide/enable-kms.html), so a grant could be made to any principal: for
 * that reason only administrators may make one. Administrators read Kubernetes secrets anyway.
 */
const usedByControlPlane = (environment: Environment): Statement => ({
  sid: "GrantToControlPlane",
  principals: [{ type: "AWS", identifiers: [iamArn(environment, "root")] }],
  actions: ["kms:CreateGrant", "kms:DescribeKey"],
  resources: ["*"], // in a key policy: this key
  condition: [
    { test: "ArnEquals", variable: "aws:PrincipalArn", values: [...environment.cluster.admins].sort() },
  ],
});
