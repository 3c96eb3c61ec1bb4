import { Construct } from "constructs";
import { AdmissionPolicy } from "./admission-policy";

/**
 * For pods that a node runs from files of its own, the kubelet may make objects in the API, in any namespace and with any
 * labels. By such an object root on a node would stand behind the Service of any application, or that of CoreDNS, and get
 * what is meant for it. Nodes of EKS run no such pods.
 * https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#noderestriction
 */
export class NodePolicy extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AdmissionPolicy(this, "pods", {
      name: "nodes-make-no-pods",
      rules: [{ apiGroup: "", resources: ["pods"] }],
      operations: ["CREATE"],
      validations: [
        {
          expression: "!has(request.userInfo.groups) || !('system:nodes' in request.userInfo.groups)",
          message: "A node runs the pods that are given to it, and makes none.",
        },
      ],
    });
  }
}
