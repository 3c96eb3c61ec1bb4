import { manifestsOf } from "../manifests";
import { manifestKinds } from "../resource-types";
import {
  absent,
  blocksOf,
  booleanOf,
  type Configuration,
  decodedJson,
  isAbsent,
  isUnknown,
  type Resource,
  textOf,
  type Value,
} from "../terraform";
import { field } from "../terraform/blocks";
import { podTemplates } from "../workloads";
import type { Notes } from "./notes";

/** The pods of a workload. */
export interface Workload {
  readonly address: string;
  readonly namespace: string;
  readonly name: string;
  readonly labels: Value;
  readonly serviceAccount: string;
  /** Whether its pods use their node's interface, which has no security groups of pods. */
  readonly hostNetwork: boolean;
}

/** Assigns security groups to selected pods of a namespace. */
export interface SecurityGroupPolicy {
  readonly resource: Resource;
  readonly namespace: string;
  selects(workload: Workload): boolean;
}

type Labelled = { readonly namespace: string; readonly name: string; readonly labels: Value };

export const workloads = (configuration: Configuration, notes: Notes): Workload[] =>
  configuration.derived(podTemplates).map(({ resource, metadata, spec, serviceAccount }) => {
    const host = booleanOf(field(spec, "host_network"));
    if (isUnknown(host)) notes.add(`host_network of ${resource.address}: ${host.reason}`);
    return {
      address: resource.address,
      namespace: text(resource, "namespace", notes) ?? "default",
      name: text(resource, "name", notes) ?? resource.name,
      labels: field(metadata, "labels"),
      serviceAccount: plain(serviceAccount) ?? "default",
      hostNetwork: host === true,
    };
  });

export function securityGroupPolicies(configuration: Configuration, notes: Notes): SecurityGroupPolicy[] {
  const accounts = serviceAccounts(configuration, notes);
  return configuration.derived(manifestsOf, "SecurityGroupPolicy").map((manifest) => {
    const at = (...rest: string[]) => manifest.get("manifest", ...rest);
    const namespace = plain(at("metadata", "namespace"));
    if (namespace === undefined) notes.add(`the namespace of ${manifest.address} is not known`);
    const matches = (selector: Value, labels: Value): boolean =>
      selected(selector, labels, `${manifest.address} selects by what is not followed`, notes);
    return {
      resource: manifest,
      namespace: namespace ?? "default",
      selects: (workload) => {
        if (workload.hostNetwork || workload.namespace !== namespace) return false;
        const byPod = at("spec", "podSelector");
        const byAccount = at("spec", "serviceAccountSelector");
        if (isAbsent(byAccount)) return matches(byPod, workload.labels);
        const account = accounts.get(`${namespace}/${workload.serviceAccount}`);
        return matches(byAccount, account?.labels ?? absent);
      },
    };
  });
}

function serviceAccounts(configuration: Configuration, notes: Notes): Map<string, Labelled> {
  const types = [
    "kubernetes_service_account",
    "kubernetes_service_account_v1",
    "kubernetes_default_service_account",
    "kubernetes_default_service_account_v1",
  ];
  return new Map(
    types.flatMap((type) =>
      configuration.resources(type).map((account) => {
        const namespace = text(account, "namespace", notes) ?? "default";
        const name = type.includes("default") ? "default" : (text(account, "name", notes) ?? account.name);
        return [`${namespace}/${name}`, { namespace, name, labels: account.get("metadata", 0, "labels") }];
      }),
    ),
  );
}

/** Whether a selector matches labels; a note if that is not known. */
function selected(selector: Value, labels: Value, note: string, notes: Notes): boolean {
  const found = selectsLabels(selector, labels);
  if (found === undefined) notes.add(note);
  return found ?? true;
}

/** Whether a selector matches labels; undefined if not known. An empty one matches all. */
export function selectsLabels(selector: Value, labels: Value): boolean | undefined {
  if (selector.kind !== "dictionary" && !isAbsent(selector)) return undefined;
  const asks = (...names: string[]): Value =>
    names
      .map((name) => (selector.kind === "dictionary" ? selector.entries.get(name) : undefined))
      .find(Boolean) ?? absent;
  if (!isAbsent(asks("matchExpressions", "match_expressions"))) return undefined;
  const wanted = asks("matchLabels", "match_labels");
  if (isAbsent(wanted)) return true;
  if (wanted.kind !== "dictionary" || labels.kind === "unknown") return undefined;
  const present = labels.kind === "dictionary" ? labels.entries : new Map<string, Value>();
  const matches = [...wanted.entries].map(([name, value]) => {
    const found = present.get(name) ?? absent;
    return value.kind === "constant" && found.kind === "constant" ? value.value === found.value : undefined;
  });
  return matches.includes(false) ? false : matches.includes(undefined) ? undefined : true;
}

/**
 * Notes if the VPC CNI does not run pods with security groups on their own interfaces only. In standard mode, traffic
 * that leaves the VPC has the node's address and groups.
 * https://docs.aws.amazon.com/eks/latest/userguide/security-groups-for-pods.html
 */
export function noteCniMode(configuration: Configuration, notes: Notes): void {
  const addOns = configuration
    .resources("aws_eks_addon")
    .filter((addOn) => plain(addOn.get("addon_name")) === "vpc-cni");
  if (addOns.length === 0) notes.add("no vpc-cni add-on says whether pods get security groups of their own");
  for (const addOn of addOns) {
    const settings = decodedJson(addOn.get("configuration_values"));
    const env = settings.kind === "dictionary" ? settings.entries.get("env") : undefined;
    const setting = (name: string) =>
      env?.kind === "dictionary" ? plain(env.entries.get(name) ?? absent) : undefined;
    if (setting("ENABLE_POD_ENI") !== "true")
      notes.add(`${addOn.address} does not give pods security groups of their own (ENABLE_POD_ENI)`);
    if ((setting("POD_SECURITY_GROUP_ENFORCING_MODE") ?? "strict") !== "strict")
      notes.add(
        `${addOn.address} lets pods leave with their node's groups (POD_SECURITY_GROUP_ENFORCING_MODE)`,
      );
    if ((setting("AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG") ?? "false") !== "false")
      notes.add(`${addOn.address} puts pods into other subnets (AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG)`);
  }
}

const plain = (value: Value): string | undefined => {
  const text = textOf(value);
  return typeof text === "string" ? text : undefined;
};

function text(resource: Resource, name: string, notes: Notes): string | undefined {
  const value = textOf(resource.get("metadata", 0, name));
  if (isUnknown(value)) notes.add(`${name} of ${resource.address}: ${value.reason}`);
  return isUnknown(value) ? undefined : value;
}

export function noteManifests(configuration: Configuration, notes: Notes): void {
  for (const manifest of configuration.resources("kubernetes_manifest")) {
    const kind = plain(manifest.get("manifest", "kind"));
    if (kind === undefined || !manifestKinds.has(kind))
      notes.add(`${manifest.address} is a manifest of a kind that is not modelled (${kind ?? "unknown"})`);
    for (const block of blocksOf(manifest.get("manifest")))
      if (isUnknown(block)) notes.add(`${manifest.address}: ${block.reason}`);
  }
}
