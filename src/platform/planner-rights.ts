import { ClusterRoleBindingV1 } from "@cdktf/provider-kubernetes/lib/cluster-role-binding-v1";
import { ClusterRoleV1 } from "@cdktf/provider-kubernetes/lib/cluster-role-v1";
import { RoleBindingV1 } from "@cdktf/provider-kubernetes/lib/role-binding-v1";
import { RoleV1 } from "@cdktf/provider-kubernetes/lib/role-v1";
import { Construct } from "constructs";
import { plannersGroup } from "../cluster/planner";
import type { Environment } from "../config/model";
import { failSafe } from "./fail-safe";

const rbac = "rbac.authorization.k8s.io";
const planners = { apiGroup: rbac, kind: "Group", name: plannersGroup };

/**
 * API group and resource of a Terraform type, or of the kind in a `kubernetes_manifest`. Secrets are not included. A
 * missing type is missing in the planners' role, so a test checks for every type of every stack.
 */
export const plannedObjects: Readonly<Record<string, readonly [apiGroup: string, resources: string]>> = {
  kubernetes_config_map_v1: ["", "configmaps"],
  kubernetes_limit_range_v1: ["", "limitranges"],
  kubernetes_namespace_v1: ["", "namespaces"],
  kubernetes_resource_quota_v1: ["", "resourcequotas"],
  kubernetes_default_service_account_v1: ["", "serviceaccounts"],
  kubernetes_service_account_v1: ["", "serviceaccounts"],
  kubernetes_service_v1: ["", "services"],
  kubernetes_deployment_v1: ["apps", "deployments"],
  kubernetes_network_policy_v1: ["networking.k8s.io", "networkpolicies"],
  kubernetes_pod_disruption_budget_v1: ["policy", "poddisruptionbudgets"],
  kubernetes_cluster_role_binding_v1: [rbac, "clusterrolebindings"],
  kubernetes_cluster_role_v1: [rbac, "clusterroles"],
  kubernetes_role_binding_v1: [rbac, "rolebindings"],
  kubernetes_role_v1: [rbac, "roles"],
  ValidatingAdmissionPolicy: ["admissionregistration.k8s.io", "validatingadmissionpolicies"],
  ValidatingAdmissionPolicyBinding: ["admissionregistration.k8s.io", "validatingadmissionpolicybindings"],
  SecretProviderClass: ["secrets-store.csi.x-k8s.io", "secretproviderclasses"],
  SecurityGroupPolicy: ["vpcresources.k8s.aws", "securitygrouppolicies"],
  TargetGroupBinding: ["elbv2.k8s.aws", "targetgroupbindings"],
};

/**
 * Permissions to plan the platform stack and organizations' stacks.
 *
 * The provider requests a dry run, which requires write permission, only for custom resources without a schema:
 * https://github.com/hashicorp/terraform-provider-kubernetes/blob/v2.38.0/manifest/provider/plan.go. All custom
 * resources here have one.
 */
export class PlannerRights extends Construct {
  constructor(scope: Construct, id: string, { applicationAccess }: Environment) {
    super(scope, id);
    this.allowObjects(applicationAccess ? [] : ["TargetGroupBinding"]);
    this.allowReleases();
  }

  /** @param absent resources of which there are no objects */
  private allowObjects(absent: readonly string[]): void {
    const role = new ClusterRoleV1(this, "objects", {
      metadata: { name: plannersGroup },
      rule: [
        ...resourcesByGroup(absent).map(([apiGroup, resources]) => ({
          apiGroups: [apiGroup],
          resources,
          verbs: ["get"],
        })),
        // The provider finds the schema of a custom resource in the list of all definitions.
        {
          apiGroups: ["apiextensions.k8s.io"],
          resources: ["customresourcedefinitions"],
          verbs: ["get", "list"],
        },
      ],
    });
    new ClusterRoleBindingV1(this, "objects-binding", {
      metadata: { name: plannersGroup },
      roleRef: { apiGroup: rbac, kind: "ClusterRole", name: role.metadata.name },
      subject: [planners],
    });
  }

  /**
   * Helm stores its releases in secrets, and lists all secrets of the namespace to find them. No organization uses this
   * namespace.
   */
  private allowReleases(): void {
    const metadata = { name: plannersGroup, namespace: failSafe.namespace };
    const role = new RoleV1(this, "releases", {
      metadata,
      rule: [{ apiGroups: [""], resources: ["secrets"], verbs: ["get", "list"] }],
    });
    new RoleBindingV1(this, "releases-binding", {
      metadata,
      roleRef: { apiGroup: rbac, kind: "Role", name: role.metadata.name },
      subject: [planners],
    });
  }
}

function resourcesByGroup(absent: readonly string[]): [apiGroup: string, resources: string[]][] {
  const groups = new Map<string, Set<string>>();
  const present = Object.entries(plannedObjects).filter(([kind]) => !absent.includes(kind));
  for (const [, [apiGroup, resources]] of present)
    groups.set(apiGroup, (groups.get(apiGroup) ?? new Set()).add(resources));
  return [...groups].map(([apiGroup, resources]) => [apiGroup, [...resources]]);
}
