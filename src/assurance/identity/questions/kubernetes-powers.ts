import type { ChartRight } from "../../known/charts";

/** A permission in Kubernetes by which an account obtains access of others. */
export interface Power {
  /** Its effect, as a predicate. */
  readonly does: string;
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

const writing = ["create", "patch", "update"];
const rbac = "rbac.authorization.k8s.io";

/** Reads the values of Kubernetes secrets; list and watch return values, too. */
export const readsSecrets: Power = {
  does: "reads Kubernetes secrets",
  apiGroups: [""],
  resources: ["secrets"],
  verbs: ["get", "list", "watch"],
};

/**
 * Changes what pods run, and so obtains the account of any pod that it changes. Admission policies may remove this
 * power.
 */
const changesWorkloads: Power = {
  does: "changes what pods run",
  apiGroups: ["", "apps", "batch"],
  resources: [
    "pods",
    "pods/ephemeralcontainers",
    "deployments",
    "daemonsets",
    "statefulsets",
    "replicasets",
    "replicationcontrollers",
    "jobs",
    "cronjobs",
  ],
  verbs: writing,
};

/**
 * ConfigMaps of kube-system contain settings of name resolution, of the network add-on and, in older clusters, the list
 * of administrators.
 */
const changesSettings: Power = {
  does: "changes ConfigMaps of the system",
  apiGroups: [""],
  resources: ["configmaps"],
  verbs: writing,
};

/** Kubernetes fills a secret of the token type with a token of the account that it names. */
const makesSecrets: Power = {
  does: "makes Kubernetes secrets, tokens of any account among them",
  apiGroups: [""],
  resources: ["secrets"],
  verbs: writing,
};

/** Source: https://kubernetes.io/docs/concepts/security/rbac-good-practices/#privilege-escalation-risks */
export const powers: readonly Power[] = [
  changesWorkloads,
  changesSettings,
  makesSecrets,
  { does: "makes tokens", apiGroups: [""], resources: ["serviceaccounts/token"], verbs: ["create"] },
  {
    does: "runs commands in pods",
    apiGroups: [""],
    resources: ["pods/exec", "pods/attach", "nodes/proxy"],
    verbs: ["create", "get"],
  },
  {
    does: "opens ports of pods",
    apiGroups: [""],
    resources: ["pods/portforward", "pods/proxy", "services/proxy"],
    verbs: [...writing, "get"],
  },
  {
    does: "acts as others",
    apiGroups: ["", "authentication.k8s.io"],
    resources: ["users", "groups", "serviceaccounts", "userextras", "uids"],
    verbs: ["impersonate"],
  },
  {
    does: "gives rights",
    apiGroups: [rbac],
    resources: ["roles", "clusterroles", "rolebindings", "clusterrolebindings"],
    verbs: [...writing, "bind", "escalate"],
  },
  {
    does: "decides what is admitted",
    apiGroups: ["admissionregistration.k8s.io"],
    resources: [
      "mutatingwebhookconfigurations",
      "validatingwebhookconfigurations",
      "mutatingadmissionpolicies",
      "mutatingadmissionpolicybindings",
      "validatingadmissionpolicies",
      "validatingadmissionpolicybindings",
    ],
    verbs: [...writing, "delete"],
  },
  {
    does: "changes definitions of kinds",
    apiGroups: ["apiextensions.k8s.io"],
    resources: ["customresourcedefinitions"],
    verbs: [...writing, "delete"],
  },
  {
    does: "decides about groups of pods and mounted secrets",
    apiGroups: ["vpcresources.k8s.aws", "secrets-store.csi.x-k8s.io"],
    resources: ["securitygrouppolicies", "secretproviderclasses"],
    verbs: [...writing, "delete"],
  },
  {
    does: "brings pods to a node",
    apiGroups: [""],
    resources: ["bindings", "pods/binding", "pods/eviction", "nodes", "nodes/status"],
    verbs: [...writing, "delete"],
  },
  {
    does: "mounts paths of nodes",
    apiGroups: [""],
    resources: ["persistentvolumes"],
    verbs: writing,
  },
  {
    does: "answers for Services",
    apiGroups: ["", "discovery.k8s.io"],
    resources: ["endpoints", "endpointslices"],
    verbs: writing,
  },
  {
    does: "signs certificates that name others",
    apiGroups: ["certificates.k8s.io"],
    resources: ["certificatesigningrequests/approval", "certificatesigningrequests/status", "signers"],
    verbs: [...writing, "approve", "sign"],
  },
  {
    does: "changes accounts and namespaces",
    apiGroups: [""],
    resources: ["serviceaccounts", "namespaces"],
    verbs: writing,
  },
];

/**
 * Whether a permission includes a power. A permission that is limited to names does not include a power over all
 * objects.
 */
export const gives = ({ apiGroups, resources, verbs, names }: ChartRight, power: Power): boolean =>
  names === undefined &&
  meets(apiGroups, power.apiGroups) &&
  meets(verbs, power.verbs) &&
  resources.some((one) => power.resources.some((resource) => covers(one, resource)));

const meets = (given: readonly string[], wanted: readonly string[]): boolean =>
  given.some((one) => one === "*" || wanted.includes(one));

/**
 * `*` matches every resource, `pods/*` every subresource of pods, and `*` + `/scale` this subresource of every
 * resource.
 */
function covers(given: string, resource: string): boolean {
  if (given === "*" || given === resource) return true;
  const [of, below] = given.split("/");
  const [name, part] = resource.split("/");
  return part !== undefined && (of === "*" || of === name) && (below === "*" || below === part);
}
