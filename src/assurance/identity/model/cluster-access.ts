import { type Configuration, isAbsent, type Resource, textOf } from "../../terraform";
import { field } from "../../terraform/blocks";
import type { Text } from "../policy/text";
import { type Grant, Grants } from "./kubernetes-grants";
import { readKubernetesRights } from "./kubernetes-rights";
import type { Names } from "./names";

/** A principal that EKS admits to the Kubernetes API, with the permissions of its access policies. */
export interface ClusterAccess {
  readonly address: string;
  readonly principalArn: Text;
  /** Name of the access policy, such as `AmazonEKSClusterAdminPolicy`. */
  readonly policy: string;
  /** Namespaces to which it is limited. @default - the whole cluster */
  readonly namespaces?: readonly Text[];
  /** Whether it only allows reading objects without credentials and, at most, forwarding ports of pods. */
  readonly onlyLooks: boolean;
  /** Whether it may forward ports of pods through the Kubernetes API. */
  readonly opensPorts: boolean;
  /** Addresses of roles and bindings by which its groups may have more permissions. @default - none */
  readonly because?: readonly string[];
}

/** Permissions of an access entry without groups and policies. */
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
      // Even AmazonEKSViewPolicy shows logs of pods, and whatever the cluster's roles for viewers are given later.
      onlyLooks: false,
    };
  });

/** Permissions by Kubernetes groups. */
function byGroups(configuration: Configuration, names: Names): ClusterAccess[] {
  const entries = configuration.resources("aws_eks_access_entry").filter(hasGroups);
  if (entries.length === 0) return [];
  // If no role grants more than read access, no group has more, whatever the bindings are.
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

/** Permissions by the type of an access entry. */
function byTypes(configuration: Configuration, names: Names): ClusterAccess[] {
  const all = configuration.resources("aws_eks_access_entry");
  const nodes = all.filter((entry) => !isStandard(entry));
  // An entry without permissions admits a principal that a policy association elsewhere may extend.
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

/** For every other type, EKS treats the principal as a node, or as a service that runs nodes. */
const isStandard = (entry: Resource): boolean => {
  const type = entry.get("type");
  return isAbsent(type) || textOf(type) === "STANDARD";
};

/** Kubernetes has built-in groups, which are bound to built-in roles. */
const areOwnGroups = (names: Names, entry: Resource): boolean => {
  const groups = entry.get("kubernetes_groups");
  return (
    groups.kind === "list" &&
    groups.items.every((group) => /^(?!system:)/.test(names.text(group).literal ?? "system:"))
  );
};

/** The namespaces of grants, if all of them are limited to namespaces. */
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
