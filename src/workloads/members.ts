import { EksAccessEntry } from "@cdktf/provider-aws/lib/eks-access-entry";
import { RoleBindingV1 } from "@cdktf/provider-kubernetes/lib/role-binding-v1";
import { RoleV1, type RoleV1Rule } from "@cdktf/provider-kubernetes/lib/role-v1";
import { Construct } from "constructs";
import type { Organization } from "../config/model";

export interface MembersProps {
  readonly organization: Organization;
  /** Name of the organization's namespace, as a reference. */
  readonly namespace: string;
  readonly clusterName: string;
}

const rbac = "rbac.authorization.k8s.io";
const look = ["get", "list", "watch"];

/**
 * Rights of a member in the namespace. Neither secrets nor exec, and nothing is made or changed: a shell in a pod, or a
 * pod of one's own, would have the organization's credentials.
 */
const rules: RoleV1Rule[] = [
  { apiGroups: [""], resources: ["pods", "events"], verbs: look },
  // kubectl finds the pods of `deployment/api` by its selector.
  { apiGroups: ["apps"], resources: ["deployments"], verbs: look },
  { apiGroups: [""], resources: ["pods/log"], verbs: ["get"] },
  // Over WebSocket kubectl asks with `get`, over SPDY with `create`; from 1.35 on the API server wants `create` of both:
  // https://kubernetes.io/docs/reference/access-authn-authz/authorization/
  { apiGroups: [""], resources: ["pods/portforward"], verbs: ["get", "create"] },
];

/** Lets the people of an organization look at what it runs, and reach ports of its pods through the Kubernetes API. */
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
      // Named after account and role, so that adding or sorting members moves no other member's entry.
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
