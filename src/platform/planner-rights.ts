import { ClusterRoleBindingV1 } from "@cdktf/provider-kubernetes/lib/cluster-role-binding-v1";
import { ClusterRoleV1 } from "@cdktf/provider-kubernetes/lib/cluster-role-v1";
import { RoleBindingV1 } from "@cdktf/provider-kubernetes/lib/role-binding-v1";
import { RoleV1 } from "@cdktf/provider-kubernetes/lib/role-v1";
import { Construct } from "constructs";
import { plannersGroup } from "../cluster/planner";
import { failSafe } from "./fail-safe";

/** Kinds of objects that stacks have, by API group. Secrets are not among them. */
const planned: readonly [apiGroup: string, resources: string[]][] = [
  ["", ["configmaps", "limitranges", "namespaces", "resourcequotas", "serviceaccounts", "services"]],
  ["apps", ["deployments"]],
  ["networking.k8s.io", ["networkpolicies"]],
  ["policy", ["poddisruptionbudgets"]],
  ["rbac.authorization.k8s.io", ["clusterrolebindings", "clusterroles", "rolebindings", "roles"]],
  ["secrets-store.csi.x-k8s.io", ["secretproviderclasses"]],
  ["vpcresources.k8s.aws", ["securitygrouppolicies"]],
];

/**
 * What planning the platform and organizations' stacks asks the Kubernetes API.
 *
 * The provider asks for a dry run, which takes the right to change, only of custom resources without a schema:
 * https://github.com/hashicorp/terraform-provider-kubernetes/blob/v2.38.0/manifest/provider/plan.go. Ours have one.
 */
export class PlannerRights extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.allowObjects();
    this.allowReleases();
  }

  private allowObjects(): void {
    const role = new ClusterRoleV1(this, "objects", {
      metadata: { name: plannersGroup },
      rule: [
        ...planned.map(([apiGroup, resources]) => ({ apiGroups: [apiGroup], resources, verbs: ["get"] })),
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
      roleRef: { apiGroup, kind: "ClusterRole", name: role.metadata.name },
      subject: [planners],
    });
  }

  /** Helm keeps its releases in secrets, and finds them in the list of all: those of this namespace, where no organization is. */
  private allowReleases(): void {
    const metadata = { name: plannersGroup, namespace: failSafe.namespace };
    const role = new RoleV1(this, "releases", {
      metadata,
      rule: [{ apiGroups: [""], resources: ["secrets"], verbs: ["get", "list"] }],
    });
    new RoleBindingV1(this, "releases-binding", {
      metadata,
      roleRef: { apiGroup, kind: "Role", name: role.metadata.name },
      subject: [planners],
    });
  }
}

const apiGroup = "rbac.authorization.k8s.io";
const planners = { apiGroup, kind: "Group", name: plannersGroup };
