import { Construct } from "constructs";
import { organizationNamespaceLabels } from "../foundation/namespace-labels";
import { AdmissionPolicy } from "./admission-policy";

/** Extended resource that VPC CNI's resource controller requires for a pod with its own security groups. */
const interfaceResource = "vpc.amazonaws.com/pod-eni";

/** Restrictions on pods and Services of organizations. One policy applies to all organizations. */
export class OrganizationPolicies extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AdmissionPolicy(this, "pods", {
      namespaceLabels: organizationNamespaceLabels,
      name: "organization-pods",
      rules: [{ apiGroup: "", resources: ["pods"] }],
      operations: ["CREATE"],
      validations: [
        {
          // The webhook that requests the interface is fail-open: while it is unavailable, pods would start without it
          // and keep their node's groups for their lifetime. Once refused, their controller recreates them until the
          // webhook is back. VPC CNI considers only the first container:
          // https://github.com/aws/amazon-vpc-cni-k8s/blob/v1.23.0/pkg/ipamd/rpc_handler.go
          // In parentheses: CDKTF renders a text that starts with a bracket as a list in HCL.
          expression: `([object.spec.containers[0]].all(container, has(container.resources) && has(container.resources.limits) && '${interfaceResource}' in container.resources.limits))`,
          message: `The pod asks for no network interface of its own (${interfaceResource}), so it would run with the security groups of its node.`,
        },
        {
          // VPC CNI uses the interface in this annotation, whichever pod it was created for. AWS's controller adds the
          // annotation to existing pods only.
          expression: `!has(object.metadata.annotations) || !('${interfaceResource}' in object.metadata.annotations)`,
          message: `A pod is given its network interface by AWS, and names none when it is made (${interfaceResource}).`,
        },
        {
          // Such a pod could preempt all other pods on its node.
          expression:
            "!has(object.spec.priorityClassName) || !object.spec.priorityClassName.startsWith('system-')",
          message: "Priority classes of the system are for the platform's own pods.",
        },
      ],
    });
    new AdmissionPolicy(this, "services", {
      namespaceLabels: organizationNamespaceLabels,
      name: "organization-services",
      rules: [{ apiGroup: "", resources: ["services"] }],
      operations: ["CREATE", "UPDATE"],
      validations: [
        {
          // Each node would send traffic for that address to the Service's pods, although the address belongs to
          // another host.
          expression: "!has(object.spec.externalIPs) || object.spec.externalIPs.size() == 0",
          message: "A Service may not take addresses from outside of the cluster (externalIPs).",
        },
      ],
    });
  }
}
