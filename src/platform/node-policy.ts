import { Construct } from "constructs";
import { AdmissionPolicy } from "./admission-policy";

/**
 * For static pods, the kubelet may create mirror pods in the API, in any namespace and with any labels. By such an
 * object, an attacker with root on a node could become an endpoint of any application's Service, or of CoreDNS, and
 * receive their traffic. Nodes of EKS run no static pods.
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
