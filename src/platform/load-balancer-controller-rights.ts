import { ClusterRoleBindingV1 } from "@cdktf/provider-kubernetes/lib/cluster-role-binding-v1";
import { ClusterRoleV1 } from "@cdktf/provider-kubernetes/lib/cluster-role-v1";
import { RoleBindingV1 } from "@cdktf/provider-kubernetes/lib/role-binding-v1";
import { RoleV1 } from "@cdktf/provider-kubernetes/lib/role-v1";
import { ServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/service-account-v1";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { ServiceAccountRole } from "../cluster/service-account-role";
import type { Environment } from "../config/model";
import { applicationTargetGroupPrefix, serviceRoleNames } from "../config/names";
import { arn } from "../foundation/arn";
import type { Statement } from "../foundation/policy";
import { failSafe } from "./fail-safe";

/** Service account of the controller, and the name of its RBAC roles. */
export const controllerAccount = "aws-load-balancer-controller";

/**
 * API calls of the controller, each with the file of version 3.5.0 that calls it. Without DescribeSecurityGroups,
 * targets are registered, but each reconciliation ends in an error, and a deleted binding keeps its finalizer.
 * https://github.com/kubernetes-sigs/aws-load-balancer-controller/tree/v3.5.0
 */
export const controllerCalls: Readonly<Record<string, string>> = {
  "elasticloadbalancing:RegisterTargets": "pkg/targetgroupbinding/targets_manager.go",
  "elasticloadbalancing:DeregisterTargets": "pkg/targetgroupbinding/targets_manager.go",
  "elasticloadbalancing:DescribeTargetHealth": "pkg/targetgroupbinding/targets_manager.go",
  "elasticloadbalancing:DescribeTargetGroups": "webhooks/elbv2/targetgroup_helper.go",
  "ec2:DescribeSecurityGroups": "pkg/networking/networking_manager.go",
  "ec2:DescribeVpcs": "pkg/networking/vpc_info_provider.go",
};

const calls = Object.keys(controllerCalls);
const isLook = (action: string): boolean => /:Describe/.test(action);

/**
 * Target groups of applications may be changed, those of databases not. The read actions support no resource-level
 * permissions.
 */
const statements = (environment: Environment): Statement[] => [
  {
    sid: "ChangeTargetsOfApplications",
    actions: calls.filter((action) => !isLook(action)),
    resources: [
      arn(environment, "elasticloadbalancing", `targetgroup/${applicationTargetGroupPrefix(environment)}*/*`),
    ],
  },
  {
    sid: "LookAtTargets",
    actions: calls.filter(isLook),
    resources: ["*"],
  },
];

const looking = ["get", "list", "watch"];

/** Resources that its caches watch, even if they are not used: a cache that cannot be filled stops the process. */
const looksAt = {
  "": ["namespaces", "nodes", "pods", "services"],
  "discovery.k8s.io": ["endpointslices"],
  "elbv2.k8s.aws": ["ingressclassparams", "targetgroupbindings"],
  "networking.k8s.io": ["ingressclasses", "ingresses"],
};

/**
 * Resources that it writes: its finalizer and status on bindings, pod readiness, events. No secret and no ConfigMap.
 */
const writes = [
  {
    apiGroups: ["elbv2.k8s.aws"],
    resources: ["targetgroupbindings", "targetgroupbindings/status"],
    verbs: ["patch"],
  },
  { apiGroups: [""], resources: ["pods/status"], verbs: ["patch"] },
  { apiGroups: [""], resources: ["events"], verbs: ["create", "patch"] },
];

export interface LoadBalancerControllerRightsProps {
  readonly environment: Environment;
  readonly oidcProviderArn: string;
  readonly oidcIssuer: string;
}

/** The controller's identity in AWS and in the cluster. */
export class LoadBalancerControllerRights extends Construct {
  /** Resources that must exist before it runs. */
  readonly grants: ITerraformDependable[];

  constructor(scope: Construct, id: string, { environment, ...issuer }: LoadBalancerControllerRightsProps) {
    super(scope, id);
    const { namespace } = failSafe;
    const role = new ServiceAccountRole(this, "role", {
      environment,
      name: serviceRoleNames(environment).loadBalancerController,
      description: `Registers pods of applications with load balancers in ${environment.name}`,
      namespace,
      serviceAccount: controllerAccount,
      ...issuer,
      statements: statements(environment),
    });
    const account = new ServiceAccountV1(this, "account", {
      metadata: {
        name: controllerAccount,
        namespace,
        annotations: { "eks.amazonaws.com/role-arn": role.arn },
      },
    });
    const subject = [{ kind: "ServiceAccount", name: account.metadata.name, namespace }];
    this.grants = [...role.grants, account, this.inCluster(subject), this.ofLeader(subject)];
  }

  private inCluster(subject: Subject[]): ITerraformDependable {
    const role = new ClusterRoleV1(this, "objects", {
      metadata: { name: controllerAccount },
      rule: [
        ...Object.entries(looksAt).map(([group, resources]) => ({
          apiGroups: [group],
          resources,
          verbs: looking,
        })),
        ...writes,
      ],
    });
    return new ClusterRoleBindingV1(this, "objects-binding", {
      metadata: { name: controllerAccount },
      roleRef: roleRef("ClusterRole", role.metadata.name),
      subject,
    });
  }

  /** RBAC cannot limit the creation of a lease by name, only later requests. */
  private ofLeader(subject: Subject[]): ITerraformDependable {
    const metadata = { name: `${controllerAccount}-leader`, namespace: failSafe.namespace };
    const leases = { apiGroups: ["coordination.k8s.io"], resources: ["leases"] };
    const role = new RoleV1(this, "leader", {
      metadata,
      rule: [
        { ...leases, verbs: ["create"] },
        { ...leases, resourceNames: [metadata.name], verbs: ["get", "patch", "update"] },
      ],
    });
    return new RoleBindingV1(this, "leader-binding", {
      metadata,
      roleRef: roleRef("Role", role.metadata.name),
      subject,
    });
  }
}

interface Subject {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
}

const roleRef = (kind: string, name: string) => ({ apiGroup: "rbac.authorization.k8s.io", kind, name });
