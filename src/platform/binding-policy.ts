import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { AdmissionPolicy, inNamespaceOfOrganization } from "./admission-policy";
import { failSafe } from "./fail-safe";
import { controllerAccount } from "./load-balancer-controller-rights";

/**
 * Fields by which a TargetGroupBinding would change security groups, assume roles, or register other targets than pods.
 */
const refused = ["networking", "iamRoleArnToAssume", "assumeRoleExternalId", "nodeSelector"];

/**
 * A TargetGroupBinding makes the controller register addresses with the controller's permissions. Workloads must not
 * create one for their own pods: no service account may, whatever RBAC grants.
 */
export class BindingPolicy extends Construct {
  /** Resource that puts the policy into force. */
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
          expression: inNamespaceOfOrganization,
          message: "Targets are pods in namespaces of organizations.",
        },
        {
          // The policy of the controller's role limits the target groups.
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
