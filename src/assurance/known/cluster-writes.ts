import { controller } from "./restraints";

/**
 * Changes in a cluster by which accounts of the platform obtain neither credentials nor control of what pods run. A
 * change of pod status moves addresses behind Services and among targets; security groups and network policies limit
 * what those may reach.
 */
interface Write {
  readonly apiGroup: string;
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

export const knownWrites: readonly Write[] = [
  { apiGroup: "", resources: ["events"], verbs: ["create", "patch"] },
  { apiGroup: "", resources: ["pods/status"], verbs: ["patch"] },
  {
    apiGroup: "elbv2.k8s.aws",
    resources: ["targetgroupbindings", "targetgroupbindings/status"],
    verbs: ["patch"],
  },
  { apiGroup: "coordination.k8s.io", resources: ["leases"], verbs: ["create", "patch", "update"] },
];

/** Accounts, as `namespace/name`, whose permissions are declared in Terraform, and whose pods belong to charts. */
const boundAccounts: readonly string[] = [controller];

/** Whether an account is one of these: no pod of an organization has it, but root on a node does. */
export const isBound = ({
  namespace,
  name,
}: {
  readonly namespace: unknown;
  readonly name: unknown;
}): boolean => boundAccounts.includes(`${namespace}/${name}`);
