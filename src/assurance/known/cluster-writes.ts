import { controller } from "./restraints";

/**
 * What accounts of the platform may change in a cluster without coming by anything: neither credentials nor what pods run.
 * Who changes the status of a pod moves addresses behind services and among targets; groups and network policies decide
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

/** Accounts, as `namespace/name`, to which Terraform gives rights: what runs as them, charts bring. */
const boundAccounts: readonly string[] = [controller];

/** Whether an account is one of these: no pod of an organization has it, and root on a node does. */
export const isBound = ({
  namespace,
  name,
}: {
  readonly namespace: unknown;
  readonly name: unknown;
}): boolean => boundAccounts.includes(`${namespace}/${name}`);
