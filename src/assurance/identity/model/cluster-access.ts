import { type Configuration, isAbsent, type Resource, textOf } from "../../terraform";
import { field } from "../../terraform/blocks";
import type { Text } from "../policy/text";
import { type Grant, Grants } from "./kubernetes-grants";
import { readKubernetesRights } from "./kubernetes-rights";
import type { Names } from "./names";

/** A principal that EKS admits to the Kubernetes API, with what its access policies allow. */
export interface ClusterAccess {
  readonly address: string;
  readonly principalArn: Text;
  /** Name of the access policy, such as `AmazonEKSClusterAdminPolicy`. */
  readonly policy: string;
  /** Namespaces that it is limited to. @default - the whole cluster */
  readonly namespaces?: readonly Text[];
  /** Whether it allows reading what holds no credentials, at most with ports of pods, and nothing else. */
  readonly onlyLooks: boolean;
  /** Whether it opens connections to ports of pods, through the Kubernetes API. */
  readonly opensPorts: boolean;
  /** Addresses of the roles and bindings by which its groups may have more. @default - none do */
  readonly because?: readonly string[];
}

/** What an access entry allows that has neither groups nor policies. */
export const noRights = "no rights of its own";

export const readClusterAccess = (configuration: Configuration, names: Names): ClusterAccess[] => [
  ...byPolicies(configuration, names),
  ...byGroups(configuration, names),
  ...byTypes(configuration, names),
];

const byPolicies = (configuration: Configuration, names: Names): ClusterAccess[] =>
  configuration.resources("aws_eks_access_policy_association").map((resource) => {
    const arn = String(names.text(resource.get("policy_arn")));
    const policy = arn.split("/").at(-1) ?? "";
    return {
      ...admitted(resource, names),
      policy,
      ...scope(resource, names),
      onlyLooks: policy === "AmazonEKSViewPolicy",
    };
  });

/** What groups of Kubernetes give. */
function byGroups(configuration: Configuration, names: Names): ClusterAccess[] {
  const entries = configuration.resources("aws_eks_access_entry").filter(hasGroups);
  if (entries.length === 0) return [];
  // Whichever role is bound to which group: as long as no role gives more than looking, no group has more.
  const because = configuration
    .derived(readKubernetesRights)
    .flatMap(({ address, beyond }) => (beyond.length > 0 ? address : []));
  const onlyLooks = because.length === 0;
  const grants = new Grants(configuration, names);
  return entries.map((entry) => {
    const held = grants.of(names.texts(entry.get("kubernetes_groups")));
    const opensPorts = held.some((grant) => grant.opensPorts);
    return {
      ...admitted(entry, names),
      policy: onlyLooks
        ? `looking at what holds no credentials${opensPorts ? ", and ports of pods" : ""}`
        : "groups of Kubernetes RBAC",
      ...places(held),
      onlyLooks: onlyLooks && areOwnGroups(names, entry),
      opensPorts,
      because,
    };
  });
}

/** What entries give by their type alone. */
function byTypes(configuration: Configuration, names: Names): ClusterAccess[] {
  const all = configuration.resources("aws_eks_access_entry");
  const nodes = all.filter((entry) => !isStandard(entry));
  // What an entry without rights lets in waits for an association that is made elsewhere.
  const bare = all.filter((entry) => isStandard(entry) && !hasGroups(entry));
  return [
    ...nodes.map((entry) => ({ ...admitted(entry, names), policy: "taken for a node", onlyLooks: false })),
    ...bare.map((entry) => ({ ...admitted(entry, names), policy: noRights, onlyLooks: true })),
  ];
}

const admitted = (resource: Resource, names: Names) => ({
  address: resource.address,
  principalArn: names.text(resource.get("principal_arn")),
  opensPorts: false,
});

const hasGroups = (entry: Resource): boolean => !isAbsent(entry.get("kubernetes_groups"));

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

/** The namespaces that grants are limited to, where all of them are. */
function places(grants: readonly Grant[]): { namespaces?: readonly Text[] } {
  const found = grants.flatMap(({ namespace }) => namespace ?? []);
  if (found.length === 0 || found.length < grants.length) return {};
  return { namespaces: [...new Map(found.map((one) => [one.key, one])).values()] };
}

function scope(resource: Resource, names: Names): { namespaces?: readonly Text[] } {
  const block = resource.get("access_scope");
  if (textOf(field(block, "type")) !== "namespace") return {};
  const namespaces = field(block, "namespaces");
  return namespaces.kind === "list" ? { namespaces: names.texts(namespaces) } : {};
}
