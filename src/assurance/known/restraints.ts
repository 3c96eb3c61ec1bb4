/** The identity of nodes in restraints. */
export const kubelet = "system:nodes";

/** Power of root on a node by the kubelet's identity, unless restrained. */
export const makesPods = "makes pods in any namespace, to which Services lead then";

/**
 * The account of the load balancer controller, and the power of root on a node by its permissions, unless restrained.
 */
export const controller = "kube-system/aws-load-balancer-controller";
export const bindsTargets = "binds other addresses to load balancers, and opens groups for them";

/**
 * Admission policies that remove permissions of charts or the kubelet, with their exact expressions. A policy with
 * other expressions is not recognized.
 */
export interface Restraint {
  /** The restrained service account, as `namespace/name`, or `kubelet`. */
  readonly account: string;
  /** Removed powers, by their text. */
  readonly takes: readonly string[];
  /** What each policy must refuse: kinds of objects, and the conditions under which they pass. */
  readonly policies: readonly Refusal[];
}

/** Refusal of an admission policy: an operation on kinds of objects for which one of the expressions is false. */
export interface Refusal {
  readonly apiGroup: string;
  /** @default v1 */
  readonly apiVersion?: string;
  readonly operation: string;
  readonly resources: readonly string[];
  readonly expressions: readonly string[];
}

/** Refusals that each namespace of an organization needs, with what would be possible without them. */
export const refusedInNamespaces: readonly (Refusal & { readonly otherwise: string })[] = [
  {
    apiGroup: "",
    operation: "CREATE",
    resources: ["pods"],
    expressions: [
      "([object.spec.containers[0]].all(container, has(container.resources) && has(container.resources.limits) && 'vpc.amazonaws.com/pod-eni' in container.resources.limits))",
    ],
    otherwise: "pods without a network interface of their own, which have the groups of their node",
  },
  {
    apiGroup: "",
    operation: "CREATE",
    resources: ["pods"],
    expressions: [
      "!has(object.metadata.annotations) || !('vpc.amazonaws.com/pod-eni' in object.metadata.annotations)",
    ],
    otherwise: "pods that name the network interface of another pod",
  },
  {
    apiGroup: "",
    operation: "CREATE",
    resources: ["pods"],
    expressions: [
      "!has(object.spec.priorityClassName) || !object.spec.priorityClassName.startsWith('system-')",
    ],
    otherwise: "pods of a priority class of the system, which push others off their node",
  },
  ...["CREATE", "UPDATE"].map((operation) => ({
    apiGroup: "",
    operation,
    resources: ["services"],
    expressions: ["!has(object.spec.externalIPs) || object.spec.externalIPs.size() == 0"],
    otherwise: "services that take addresses of other hosts (externalIPs)",
  })),
];

const note = "reloader.stakater.com/last-reloaded-from";
const field = (object: string, path: string, absent: string): string =>
  `(has(${object}.${path}) ? ${object}.${path} : ${absent})`;
const same = (path: string, absent: string): string =>
  `${field("object", path, absent)} == ${field("oldObject", path, absent)}`;
const kept = (one: string, other: string): string => {
  const path = "spec.template.metadata.annotations";
  return `${field(one, path, "{}")}.all(key, key == '${note}' || (has(${other}.${path}) && key in ${other}.${path} && ${other}.${path}[key] == ${one}.${path}[key]))`;
};

const [label, organization] = ["app.kubernetes.io/component", "organization"];
const inOrganization = `has(namespaceObject.metadata.labels) && '${label}' in namespaceObject.metadata.labels && namespaceObject.metadata.labels['${label}'] == '${organization}'`;
const copied = (object: string): string =>
  `has(${object}.metadata.labels) && 'secrets-store.csi.k8s.io/managed' in ${object}.metadata.labels`;

export const restraints: readonly Restraint[] = [
  {
    account: kubelet,
    takes: [makesPods],
    policies: [
      {
        apiGroup: "",
        operation: "CREATE",
        resources: ["pods"],
        expressions: ["!has(request.userInfo.groups) || !('system:nodes' in request.userInfo.groups)"],
      },
    ],
  },
  {
    account: controller,
    takes: [bindsTargets],
    policies: ["CREATE", "UPDATE"].map((operation) => ({
      apiGroup: "elbv2.k8s.aws",
      apiVersion: "v1beta1",
      operation,
      resources: ["targetgroupbindings"],
      expressions: [
        `!request.userInfo.username.startsWith('system:serviceaccount:') || (request.operation == 'UPDATE' && request.userInfo.username == 'system:serviceaccount:${controller.replace("/", ":")}')`,
        "request.operation == 'CREATE' || object.spec == oldObject.spec",
        inOrganization,
        "object.spec.targetType == 'ip'",
        "!has(object.spec.networking) && !has(object.spec.iamRoleArnToAssume) && !has(object.spec.assumeRoleExternalId) && !has(object.spec.nodeSelector)",
      ],
    })),
  },
  {
    account: "kube-system/reloader-reloader",
    takes: ["changes what pods run", "changes ConfigMaps of the system"],
    policies: [
      {
        apiGroup: "apps",
        operation: "UPDATE",
        resources: ["deployments"],
        expressions: [
          "object.metadata.namespace != 'kube-system'",
          "object.spec.template.spec == oldObject.spec.template.spec",
          `${kept("object", "oldObject")} && ${kept("oldObject", "object")}`,
          same("spec.template.metadata.labels", "{}"),
        ],
      },
      {
        apiGroup: "apps",
        operation: "UPDATE",
        resources: ["daemonsets", "statefulsets"],
        expressions: ["false"],
      },
      ...["CREATE", "UPDATE"].map((operation) => ({
        apiGroup: "",
        operation,
        resources: ["configmaps"],
        expressions: ["object.metadata.name in ['reloader-meta-info', 'stakater-reloader-lock']"],
      })),
    ],
  },
  {
    account: "kube-system/secrets-store-csi-driver",
    takes: ["makes Kubernetes secrets, tokens of any account among them"],
    policies: ["CREATE", "UPDATE"].map((operation) => ({
      apiGroup: "",
      operation,
      resources: ["secrets"],
      expressions: [
        "request.operation == 'DELETE' || object.type == 'Opaque'",
        inOrganization,
        `(request.operation == 'DELETE' || (${copied("object")})) && (request.operation == 'CREATE' || (${copied("oldObject")}))`,
      ],
    })),
  },
  ...["keep-crds", "upgrade-crds"].map((part) => ({
    account: `kube-system/secrets-store-csi-driver-${part}`,
    takes: ["changes definitions of kinds"],
    policies: ["CREATE", "UPDATE"].map((operation) => ({
      apiGroup: "apiextensions.k8s.io",
      operation,
      resources: ["customresourcedefinitions"],
      expressions: ["object.metadata.name.endsWith('.secrets-store.csi.x-k8s.io')"],
    })),
  })),
];
