import { Construct } from "constructs";
import { organizationNamespaceLabels } from "../foundation/namespace-labels";
import { AdmissionPolicy } from "./admission-policy";

/** What VPC CNI's resource controller asks for a pod that has security groups of its own. */
const interfaceResource = "vpc.amazonaws.com/pod-eni";

/** What no pod and no Service of an organization may be. One policy serves all organizations. */
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
          // The webhook that asks for the interface lets pods pass while it is away, and they would stay on their node's
          // groups for as long as they live. Refused, their controller makes them anew until it is back. VPC CNI looks at
          // the first container alone: https://github.com/aws/amazon-vpc-cni-k8s/blob/v1.23.0/pkg/ipamd/rpc_handler.go
          // In parentheses: CDKTF writes a text that starts with a bracket into HCL as a list.
          expression: `([object.spec.containers[0]].all(container, has(container.resources) && has(container.resources.limits) && '${interfaceResource}' in container.resources.limits))`,
          message: `The pod asks for no network interface of its own (${interfaceResource}), so it would run with the security groups of its node.`,
        },
        {
          // VPC CNI takes the interface that the annotation describes, whichever pod it was made for. AWS's controller
          // writes it to pods that exist.
          expression: `!has(object.metadata.annotations) || !('${interfaceResource}' in object.metadata.annotations)`,
          message: `A pod is given its network interface by AWS, and names none when it is made (${interfaceResource}).`,
        },
        {
          // Such a pod may push every other one off its node.
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
          // Each node would send traffic for that address to the Service's pods, although the address belongs to another host.
          expression: "!has(object.spec.externalIPs) || object.spec.externalIPs.size() == 0",
          message: "A Service may not take addresses from outside of the cluster (externalIPs).",
        },
      ],
    });
  }
}
