import { parseAllDocuments } from "yaml";
import type { ChartAccount, ChartRight, ChartWebhook } from "../src/assurance/known/charts";

// biome-ignore lint/suspicious/noExplicitAny: objects of Kubernetes, as a chart renders them
type KubernetesObject = any;

/** Pod templates of workloads by kind, and the nodes on which they run. */
const workloads: Readonly<Record<string, ChartAccount["runs"]>> = {
  DaemonSet: "on every node",
  Deployment: "on some nodes",
  StatefulSet: "on some nodes",
  CronJob: "on some nodes",
  Job: "while it is installed",
};

/** Service accounts of all workloads of a rendered chart, with their permissions and their pods' access to the node. */
export function accountsIn(text: string): ChartAccount[] {
  const objects = objectsIn(text);
  const found = objects.filter(isWorkload);
  const names = [...new Set(found.map((one) => accountOf(one)))].sort();
  return names.map((name) => {
    const own = found.filter((one) => accountOf(one) === name);
    const runs = own.map(({ kind }) => workloads[kind] as ChartAccount["runs"]);
    return {
      name,
      runs: order.find((one) => runs.includes(one)) as ChartAccount["runs"],
      host: [...new Set(own.flatMap(hostAccess))].sort(),
      rights: rightsOf(name, objects),
    };
  });
}

/** Images of all workloads of a rendered chart. */
export const imagesIn = (text: string): string[] =>
  [...new Set(containersIn(text).map(({ image }) => String(image)))].sort();

/** Arguments of the programs of a rendered chart. */
export const argumentsIn = (text: string): string[] => [
  ...new Set(containersIn(text).flatMap(({ args = [] }) => args.map(String))),
];

/** Admission webhooks that a rendered chart registers. */
export const webhooksIn = (text: string): ChartWebhook[] =>
  objectsIn(text)
    .filter(({ kind }) => /^(Mutating|Validating)WebhookConfiguration$/.test(kind))
    .flatMap(({ webhooks }): KubernetesObject[] => webhooks)
    .map(({ name, failurePolicy, rules, namespaceSelector, objectSelector }) => ({
      name,
      failurePolicy,
      resources: [...new Set<string>(rules.flatMap(({ resources }: KubernetesObject) => resources))],
      labels: [namespaceSelector, objectSelector].flatMap(neededLabels),
    }));

const objectsIn = (text: string): KubernetesObject[] =>
  parseAllDocuments(text)
    .map((document) => document.toJS())
    .filter((object) => object?.kind);

const isWorkload = ({ kind }: KubernetesObject): boolean => workloads[kind] !== undefined;

const containersIn = (text: string): KubernetesObject[] =>
  objectsIn(text)
    .filter(isWorkload)
    .flatMap((workload) => containersOf(podOf(workload)));

function neededLabels(selector: KubernetesObject): string[] {
  const { matchLabels = {}, matchExpressions = [] } = selector ?? {};
  return [
    ...Object.entries(matchLabels).map(([key, value]) => `${key}=${value}`),
    ...matchExpressions
      .filter(({ operator }: KubernetesObject) => operator === "In")
      .map(({ key, values }: KubernetesObject) => `${key}=${values.join("|")}`),
  ];
}

const containersOf = ({ containers = [], initContainers = [] }: KubernetesObject): KubernetesObject[] => [
  ...containers,
  ...initContainers,
];

const order: readonly ChartAccount["runs"][] = ["on every node", "on some nodes", "while it is installed"];

const podOf = ({ kind, spec }: KubernetesObject): KubernetesObject =>
  (kind === "CronJob" ? spec.jobTemplate.spec : spec).template.spec;

const accountOf = (workload: KubernetesObject): string => podOf(workload).serviceAccountName ?? "default";

/** Access of a pod to its node. */
function hostAccess(workload: KubernetesObject): string[] {
  const pod = podOf(workload);
  const containers = containersOf(pod);
  return [
    ...["hostNetwork", "hostPID", "hostIPC"].filter((name) => pod[name] === true),
    ...(containers.some(({ securityContext }) => securityContext?.privileged) ? ["privileged"] : []),
    ...(pod.volumes ?? []).flatMap(({ hostPath }: KubernetesObject) => (hostPath ? [hostPath.path] : [])),
  ];
}

function rightsOf(account: string, objects: readonly KubernetesObject[]): ChartRight[] {
  const bindings = objects.filter(
    ({ kind, subjects = [] }) =>
      /^(Cluster)?RoleBinding$/.test(kind) &&
      subjects.some((one: KubernetesObject) => one.kind === "ServiceAccount" && one.name === account),
  );
  return bindings.flatMap((binding) => {
    const role = objects.find(
      ({ kind, metadata }) => kind === binding.roleRef.kind && metadata.name === binding.roleRef.name,
    );
    if (!role)
      throw new Error(`${binding.metadata.name} binds ${binding.roleRef.name}, which the chart lacks.`);
    const namespace = binding.kind === "RoleBinding" ? { namespace: binding.metadata.namespace } : {};
    return (role.rules ?? []).map(
      ({ apiGroups = [], resources = [], verbs, resourceNames }: KubernetesObject) => ({
        ...namespace,
        apiGroups,
        resources,
        verbs,
        ...(resourceNames && { names: resourceNames }),
      }),
    );
  });
}
