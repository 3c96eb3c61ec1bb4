import { EksNodeGroup } from "@cdktf/provider-aws/lib/eks-node-group";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { type ITerraformDependable, Token } from "cdktf";
import { Construct } from "constructs";
import { architectureOf } from "../config/facts/instance-types";
import type { Environment } from "../config/model";

export interface NodeGroupProps {
  readonly environment: Environment;
  readonly clusterName: string;
  /** Size, instance types and capacity, as the environment's file says. */
  readonly settings: Environment["cluster"]["nodeGroups"][number];
  /** Role of the nodes. */
  readonly roleArn: string;
  /** Private subnets, one a zone. */
  readonly subnetIds: string[];
  /** What a node needs in order to join and to give pods their security groups. */
  readonly dependsOn: ITerraformDependable[];
}

const amiTypes = { arm64: "AL2023_ARM_64_STANDARD", x86_64: "AL2023_x86_64_STANDARD" } as const;

/** Nodes of one kind, which EKS starts, drains and replaces. */
export class NodeGroup extends Construct {
  /** For `dependsOn` of what needs nodes. */
  readonly resource: EksNodeGroup;

  constructor(scope: Construct, id: string, props: NodeGroupProps) {
    super(scope, id);
    const template = this.createTemplate(props);
    this.resource = this.createGroup(props, template);
  }

  /**
   * No security group: EKS then gives the nodes the cluster's, and nothing else. No key pair: there is no SSH. The
   * template names no AMI: EKS chooses the newest one when the group is made, and keeps it until it is asked for another
   * (docs/operations.md, "Every month").
   */
  private createTemplate({ environment, settings }: NodeGroupProps): LaunchTemplate {
    const name = `${environment.name}-${settings.name}`;
    const tags = { ...environment.tags, Environment: environment.name, ManagedBy: "terraform", Name: name };
    return new LaunchTemplate(this, "template", {
      name,
      description: `Nodes of group ${settings.name} of ${environment.name}`,
      updateDefaultVersion: true,
      // One hop ends at the node: a pod cannot reach the metadata service, and so not the node's credentials.
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      monitoring: { enabled: true },
      blockDeviceMappings: [rootVolume(settings.diskGiB)],
      // The provider's default tags stop at the template; what it launches is tagged here.
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
      // A change of instance types replaces the group: under a new name the new nodes come before the old ones go.
      nodeGroupNamePrefix: `${settings.name}-`,
      lifecycle: {
        createBeforeDestroy: true,
        // An autoscaler, or a person in an incident, may have changed it since. EKS refuses a minimum above it.
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
      // One at a time, and never past a disruption budget (which `force_update_version` would).
      updateConfig: { maxUnavailable: 1 },
      nodeRepairConfig: { enabled: true },
      // EKS's own label carries the generated name; this one stays the same when the group is replaced.
      labels: { "node-group": settings.name },
      dependsOn: props.dependsOn,
    });
  }
}

/**
 * Encrypted with the account's default key for EBS. A key of our own would have to let the service-linked role of Auto
 * Scaling in, which does not exist in a new account, and adds little: root volumes hold images and logs, while mounted
 * secrets stay in memory.
 */
const rootVolume = (sizeGiB: number) => ({
  deviceName: "/dev/xvda",
  ebs: { volumeType: "gp3", volumeSize: sizeGiB, encrypted: "true", deleteOnTermination: "true" },
});

/** A group has one image, so all of its instance types have one architecture; config is checked for it. */
const amiTypeOf = ({ instanceTypes }: NodeGroupProps["settings"]): string =>
  amiTypes[architectureOf(instanceTypes[0] as string)];
