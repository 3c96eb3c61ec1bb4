import { Construct } from "constructs";
import { CustomResource } from "../foundation/custom-resource";

export interface SecurityGroupPolicyProps {
  readonly name: string;
  readonly namespace: string;
  /** Labels of the service accounts whose pods get the groups. */
  readonly serviceAccountLabels: Record<string, string>;
  /** The groups of the pods, at most five. */
  readonly securityGroupIds: string[];
}

/**
 * Gives pods a network interface with security groups of their own.
 *
 * Groups are given when a pod is made: one that was there before keeps its node's, so pods come after this. The
 * cluster's own group is left out on purpose, it would hand a pod all rights of the nodes.
 */
export class SecurityGroupPolicy extends Construct {
  /** To start pods after it. */
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
