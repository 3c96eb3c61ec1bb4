import { blocksOf, type Configuration, isAbsent, isUnknown, type Resource, textOf } from "../../terraform";
import { field } from "../../terraform/blocks";
import type { Text } from "../policy/text";
import { readKubernetesRights } from "./kubernetes-rights";
import type { Names } from "./names";

/** Something that runs code with the credentials of a role. */
export interface Compute {
  readonly address: string;
  readonly kind: "function" | "nodes";
  /** What people call it. @default - not known */
  readonly name?: string;
  /** What policies name: the function's ARN. Nodes are named by instances that are not known. */
  readonly arn?: Text;
  readonly roleArn: Text;
}

export function readCompute(configuration: Configuration, names: Names): Compute[] {
  const functions = configuration.resources("aws_lambda_function").map(
    (resource): Compute => ({
      address: resource.address,
      kind: "function",
      ...nameIn(names.text(resource.get("function_name"))),
      arn: names.text(resource.symbol("arn")),
      roleArn: names.text(resource.get("role")),
    }),
  );
  const nodes = configuration.resources("aws_eks_node_group").map(
    (resource): Compute => ({
      address: resource.address,
      kind: "nodes",
      ...nameIn(
        names.text(resource.get("node_group_name")),
        names.text(resource.get("node_group_name_prefix")),
      ),
      roleArn: names.text(resource.get("node_role_arn")),
    }),
  );
  return [...functions, ...nodes];
}

/** The first name that is spelled out; of a prefix without the hyphen that AWS's own end of the name follows. */
function nameIn(...texts: readonly Text[]): { name?: string } {
  const found = texts.find(({ literal }) => literal !== undefined && literal !== "")?.literal;
  return found === undefined ? {} : { name: found.replace(/-$/, "") };
}

/** A service account that EKS Pod Identity gives a role to. */
export interface PodIdentity {
  readonly address: string;
  readonly namespace: Text;
  readonly serviceAccount: Text;
  readonly roleArn: Text;
}

export function readPodIdentities(configuration: Configuration, names: Names): PodIdentity[] {
  return configuration.resources("aws_eks_pod_identity_association").map((resource) => ({
    address: resource.address,
    namespace: names.text(resource.get("namespace")),
    serviceAccount: names.text(resource.get("service_account")),
    roleArn: names.text(resource.get("role_arn")),
  }));
}

/** A principal that EKS admits to the Kubernetes API, with what its access policies allow. */
export interface ClusterAccess {
  readonly address: string;
  readonly principalArn: Text;
  /** Name of the access policy, such as `AmazonEKSClusterAdminPolicy`. */
  readonly policy: string;
  /** Namespaces that it is limited to. @default - the whole cluster */
  readonly namespaces?: readonly Text[];
  /** Whether it allows reading what holds no credentials, and nothing else. */
  readonly onlyLooks: boolean;
}

export function readClusterAccess(configuration: Configuration, names: Names): ClusterAccess[] {
  const associations = configuration.resources("aws_eks_access_policy_association").map((resource) => {
    const policy =
      String(names.text(resource.get("policy_arn")))
        .split("/")
        .at(-1) ?? "";
    return {
      address: resource.address,
      principalArn: names.text(resource.get("principal_arn")),
      policy,
      ...scope(resource, names),
      onlyLooks: policy === "AmazonEKSViewPolicy",
    };
  });
  const all = configuration.resources("aws_eks_access_entry");
  const entries = all.filter((entry) => !isAbsent(entry.get("kubernetes_groups")));
  // Whichever role is bound to which group: as long as no role gives more than looking, no group has more.
  const onlyLooks =
    entries.length > 0 &&
    readKubernetesRights(configuration, names).every(({ beyond }) => beyond.length === 0);
  const groups = entries.map((entry) => ({
    address: entry.address,
    principalArn: names.text(entry.get("principal_arn")),
    policy: onlyLooks ? "looking at what holds no credentials" : "groups of Kubernetes RBAC",
    onlyLooks: onlyLooks && areOwnGroups(names, entry),
  }));
  const others = all
    .filter((entry) => !isStandard(entry))
    .map((entry) => ({
      address: entry.address,
      principalArn: names.text(entry.get("principal_arn")),
      policy: "taken for a node",
      onlyLooks: false,
    }));
  // What an entry without rights lets in waits for an association that is made elsewhere.
  const bare = all
    .filter((entry) => isStandard(entry) && isAbsent(entry.get("kubernetes_groups")))
    .map((entry) => ({
      address: entry.address,
      principalArn: names.text(entry.get("principal_arn")),
      policy: "no rights of its own",
      onlyLooks: true,
    }));
  return [...associations, ...groups, ...others, ...bare];
}

/** Of any other type EKS takes the principal for a node, or for something that runs nodes. */
const isStandard = (entry: Resource): boolean => {
  const type = entry.get("type");
  return isAbsent(type) || textOf(type) === "STANDARD";
};

/** Kubernetes has groups of its own, which are bound to its own roles. */
const areOwnGroups = (names: Names, entry: Resource): boolean => {
  const groups = entry.get("kubernetes_groups");
  return (
    groups.kind === "list" &&
    groups.items.every((group) => /^(?!system:)/.test(names.text(group).literal ?? "system:"))
  );
};

function scope(resource: Resource, names: Names): { namespaces?: readonly Text[] } {
  const block = resource.get("access_scope");
  if (textOf(field(block, "type")) !== "namespace") return {};
  const namespaces = field(block, "namespaces");
  return namespaces.kind === "list" ? { namespaces: names.texts(namespaces) } : {};
}

/** Node groups whose pods can ask the node's metadata service for the node's credentials, and why. */
export function openMetadata(
  configuration: Configuration,
  names: Names,
): { compute: Compute; because: string }[] {
  return readCompute(configuration, names)
    .filter(({ kind }) => kind === "nodes")
    .flatMap((compute) => {
      const because = whyOpen(configuration, compute.address);
      return because === undefined ? [] : [{ compute, because }];
    });
}

function whyOpen(configuration: Configuration, nodeGroup: string): string | undefined {
  const id = field(configuration.find(nodeGroup)?.get("launch_template"), "id");
  const template = id.kind === "reference" ? configuration.find(id.address) : undefined;
  if (!template) return "its launch template is not known, and the default lets pods in";
  const [options] = blocksOf(template.get("metadata_options"));
  if (!options || isUnknown(options))
    return `${template.address} leaves the metadata options to their defaults`;
  const [endpoint, hops] = [
    field(options, "http_endpoint"),
    field(options, "http_put_response_hop_limit"),
  ].map(textOf);
  const tokens = textOf(field(options, "http_tokens"));
  if (endpoint === "disabled") return undefined;
  if (tokens !== "required") return `${template.address} answers without a session token`;
  return hops === "1"
    ? undefined
    : `${template.address} lets answers travel ${String(hops)} hops, one more than a node`;
}
