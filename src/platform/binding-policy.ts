import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { organizationNamespaceLabels } from "../foundation/namespace-labels";
import { AdmissionPolicy } from "./admission-policy";
import { failSafe } from "./fail-safe";
import { controllerAccount } from "./load-balancer-controller-rights";

const [[label, value]] = Object.entries(organizationNamespaceLabels) as [[string, string]];

/** Fields of a binding by which it would open groups, take roles, or register something else than pods. */
const refused = ["networking", "iamRoleArnToAssume", "assumeRoleExternalId", "nodeSelector"];

/**
 * A binding makes the controller register addresses, with the controller's rights. Those whose pods it registers must not
 * make one: no service account does, whatever RBAC gives to it.
 */
export class BindingPolicy extends Construct {
  /** What puts it into force. */
  readonly binding: ITerraformDependable;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const controller = `system:serviceaccount:${failSafe.namespace}:${controllerAccount}`;
    const { binding } = new AdmissionPolicy(this, "bindings", {
      name: "bindings-of-targets",
      rules: [{ apiGroup: "elbv2.k8s.aws", apiVersion: "v1beta1", resources: ["targetgroupbindings"] }],
      operations: ["CREATE", "UPDATE"],
      validations: [
        {
          expression: `!request.userInfo.username.startsWith('system:serviceaccount:') || (request.operation == 'UPDATE' && request.userInfo.username == '${controller}')`,
          message: "Pods do not bind targets: Terraform does.",
        },
        {
          expression: "request.operation == 'CREATE' || object.spec == oldObject.spec",
          message: "Another binding takes the place of this one: what it binds does not change.",
        },
        {
          expression: `has(namespaceObject.metadata.labels) && '${label}' in namespaceObject.metadata.labels && namespaceObject.metadata.labels['${label}'] == '${value}'`,
          message: "Targets are pods in namespaces of organizations.",
        },
        {
          // Which groups they may be added to, the policy of the controller's role says.
          expression: "object.spec.targetType == 'ip'",
          message: "Targets are pods, by their addresses.",
        },
        {
          expression: refused.map((name) => `!has(object.spec.${name})`).join(" && "),
          message: "A binding opens no security group, takes no role and selects no nodes.",
        },
      ],
    });
    this.binding = binding;
  }
}
