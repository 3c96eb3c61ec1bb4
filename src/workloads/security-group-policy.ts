import { Construct } from "constructs";
import { CustomResource } from "../foundation/custom-resource";

export interface SecurityGroupPolicyProps {
  readonly name: string;
  readonly namespace: string;
  /** Labels of the service accounts whose pods receive the security groups. */
  readonly serviceAccountLabels: Record<string, string>;
  /** Security groups of the pods, at most five. */
  readonly securityGroupIds: string[];
}

/**
 * Gives pods a branch network interface with their own security groups.
 *
 * Groups are assigned when a pod is created, and existing pods keep their node's, so pods must be created after this.
 * The cluster's group is omitted on purpose: it would give a pod the network access of nodes.
 */
export class SecurityGroupPolicy extends Construct {
  /** For `dependsOn` of pods. */
  readonly manifest: CustomResource;

  constructor(scope: Construct, id: string, props: SecurityGroupPolicyProps) {
    super(scope, id);
    this.manifest = new CustomResource(this, "Resource", {
      apiVersion: "vpcresources.k8s.aws/v1beta1",
      kind: "SecurityGroupPolicy",
      metadata: { name: props.name, namespace: props.namespace },
      spec: {
        serviceAccountSelector: { matchLabels: props.serviceAccountLabels },
        securityGroups: { groupIds: props.securityGroupIds },
      },
    });
  }
}
