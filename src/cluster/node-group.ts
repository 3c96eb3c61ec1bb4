import { EksNodeGroup } from "@cdktf/provider-aws/lib/eks-node-group";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { type ITerraformDependable, Token } from "cdktf";
import { Construct } from "constructs";
import { architectureOf } from "../config/facts/instance-types";
import type { Environment } from "../config/model";

export interface NodeGroupProps {
  readonly environment: Environment;
  readonly clusterName: string;
  /** Size, instance types and capacity, from environment.yaml. */
  readonly settings: Environment["cluster"]["nodeGroups"][number];
  /** Role of the nodes. */
  readonly roleArn: string;
  /** Private subnets, one per zone. */
  readonly subnetIds: string[];
  /** Resources that a node needs to join and to run pods with their own security groups. */
  readonly dependsOn: ITerraformDependable[];
}

const amiTypes = { arm64: "AL2023_ARM_64_STANDARD", x86_64: "AL2023_x86_64_STANDARD" } as const;

/** A managed node group: EKS starts, drains and replaces its nodes. */
export class NodeGroup extends Construct {
  /** For `dependsOn` of resources that need nodes. */
  readonly resource: EksNodeGroup;

  constructor(scope: Construct, id: string, props: NodeGroupProps) {
    super(scope, id);
    const template = this.createTemplate(props);
    this.resource = this.createGroup(props, template);
  }

  /**
   * The template sets no security group, so that EKS attaches only the cluster's; no key pair, since there is no SSH
   * access; and no AMI: EKS uses the newest one at creation and keeps it until an explicit update (docs/operations.md,
   * "Every month").
   */
  private createTemplate({ environment, settings }: NodeGroupProps): LaunchTemplate {
    const name = `${environment.name}-${settings.name}`;
    const tags = { ...environment.tags, Environment: environment.name, ManagedBy: "terraform", Name: name };
    return new LaunchTemplate(this, "template", {
      name,
      description: `Nodes of group ${settings.name} of ${environment.name}`,
      updateDefaultVersion: true,
      // The hop limit ends at the node: a pod cannot reach the instance metadata service, and thereby the node's
      // credentials.
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      monitoring: { enabled: true },
      blockDeviceMappings: [rootVolume(settings.diskGiB)],
      // The provider's default tags apply to the template only, so the launched resources are tagged here.
      tagSpecifications: ["instance", "volume", "network-interface"].map((resourceType) => ({
        resourceType,
        tags,
      })),
    });
  }

  private createGroup(props: NodeGroupProps, template: LaunchTemplate): EksNodeGroup {
    const { environment, settings } = props;
    return new EksNodeGroup(this, "Resource", {
      clusterName: props.clusterName,
      // A change of instance types replaces the group. With a generated name, the new nodes exist before the old ones
      // are removed.
      nodeGroupNamePrefix: `${settings.name}-`,
      lifecycle: {
        createBeforeDestroy: true,
        // An autoscaler or an operator may have changed it. EKS refuses a minimum above it.
        ignoreChanges: ["scaling_config[0].desired_size"],
      },
      version: environment.cluster.version,
      nodeRoleArn: props.roleArn,
      subnetIds: props.subnetIds,
      instanceTypes: settings.instanceTypes,
      amiType: amiTypeOf(settings),
      capacityType: settings.capacity === "spot" ? "SPOT" : "ON_DEMAND",
      launchTemplate: { id: template.id, version: Token.asString(template.latestVersion) },
      scalingConfig: {
        minSize: settings.minSize,
        maxSize: settings.maxSize,
        desiredSize: settings.minSize,
      },
      // One node at a time, and never against a disruption budget (as `force_update_version` would).
      updateConfig: { maxUnavailable: 1 },
      nodeRepairConfig: { enabled: true },
      // EKS's own label contains the generated name; this one survives a replacement of the group.
      labels: { "node-group": settings.name },
      dependsOn: props.dependsOn,
    });
  }
}

/**
 * Encrypted with the account's default key for EBS. A customer managed key would have to admit the service-linked role
 * of Auto Scaling, which does not exist in a new account. Its benefit would be small: root volumes contain images and
 * logs, while mounted secrets stay in memory.
 */
const rootVolume = (sizeGiB: number) => ({
  deviceName: "/dev/xvda",
  ebs: { volumeType: "gp3", volumeSize: sizeGiB, encrypted: "true", deleteOnTermination: "true" },
});

/** A group has one image, so all its instance types have one architecture; a check of config ensures it. */
const amiTypeOf = ({ instanceTypes }: NodeGroupProps["settings"]): string =>
  amiTypes[architectureOf(instanceTypes[0] as string)];
