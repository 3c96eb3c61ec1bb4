import { EksAccessEntry } from "@cdktf/provider-aws/lib/eks-access-entry";
import { RoleBindingV1 } from "@cdktf/provider-kubernetes/lib/role-binding-v1";
import { RoleV1, type RoleV1Rule } from "@cdktf/provider-kubernetes/lib/role-v1";
import { Construct } from "constructs";
import type { Organization } from "../config/model";

export interface MembersProps {
  readonly organization: Organization;
  /** Name of the organization's namespace, as a reference to its resource. */
  readonly namespace: string;
  readonly clusterName: string;
}

const rbac = "rbac.authorization.k8s.io";
const look = ["get", "list", "watch"];

/**
 * Permissions of a member in the namespace. They include neither secrets nor exec, and no changes: a shell in a pod, or
 * a new pod, would have the organization's credentials.
 */
const rules: RoleV1Rule[] = [
  { apiGroups: [""], resources: ["pods", "events"], verbs: look },
  // kubectl finds the pods of `deployment/api` by the deployment's selector.
  { apiGroups: ["apps"], resources: ["deployments"], verbs: look },
  { apiGroups: [""], resources: ["pods/log"], verbs: ["get"] },
  // kubectl uses `get` for WebSocket and `create` for SPDY; from 1.35 on, the API server requires `create` for both:
  // https://kubernetes.io/docs/reference/access-authn-authz/authorization/
  { apiGroups: [""], resources: ["pods/portforward"], verbs: ["get", "create"] },
];

/** Lets members of an organization read the state and logs of its workloads, and forward ports of its pods. */
export class Members extends Construct {
  constructor(scope: Construct, id: string, { organization, namespace, clusterName }: MembersProps) {
    super(scope, id);
    const group = `${organization.name}-members`;
    const role = new RoleV1(this, "role", { metadata: { name: "members", namespace }, rule: rules });
    const binding = new RoleBindingV1(this, "binding", {
      metadata: { name: "members", namespace },
      roleRef: { apiGroup: rbac, kind: "Role", name: role.metadata.name },
      subject: [{ apiGroup: rbac, kind: "Group", name: group }],
    });
    for (const principalArn of organization.members) {
      // Ids are derived from account and role, so that a change of the list does not replace other members' entries.
      const member = new Construct(this, principalArn.split(":iam::")[1] as string);
      const entry = new EksAccessEntry(member, "Resource", {
        clusterName,
        principalArn,
        kubernetesGroups: [group],
        type: "STANDARD",
      });
      entry.node.addDependency(binding);
    }
  }
}
