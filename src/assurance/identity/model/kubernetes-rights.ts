import { type Configuration, isAbsent, type Resource, type Value } from "../../terraform";
import { field, readable } from "../../terraform/blocks";
import type { Text } from "../policy/text";
import type { Names } from "./names";

/** A role of Kubernetes RBAC or a binding of one. */
export interface KubernetesRight {
  readonly address: string;
  /** What it gives beyond looking at what holds no credentials. Empty: nothing. */
  readonly beyond: readonly string[];
}

const roleTypes = ["kubernetes_cluster_role_v1", "kubernetes_role_v1"];
const bindingTypes = ["kubernetes_cluster_role_binding_v1", "kubernetes_role_binding_v1"];

/**
 * Every grant of the configuration in Kubernetes RBAC, for any subject. A subject that may look at an object may not
 * read the secrets beside it, open a shell in it, or ask for a token: those are resources of their own.
 */
export function readKubernetesRights(configuration: Configuration, names: Names): KubernetesRight[] {
  const roles = of(configuration, roleTypes);
  const made = new Set(
    roles.map((role) => keyOfRole(kindOf(role), nameOf(names, role), namespaceOf(names, role))),
  );
  const groups = groupsOfEntries(configuration, names);
  const homes = configuration
    .resources("kubernetes_namespace_v1")
    .map((namespace) => nameOf(names, namespace));
  return [
    ...roles.map((role) => ({ address: role.address, beyond: beyondLooking(names, role, homes) })),
    ...of(configuration, bindingTypes).map((binding) => {
      const kind = String(names.text(field(binding.get("role_ref"), "kind")));
      const name = names.text(field(binding.get("role_ref"), "name"));
      const isMade = made.has(keyOfRole(kind, name, namespaceOf(names, binding)));
      return {
        address: binding.address,
        beyond: [
          ...(isMade ? [] : [`gives the ${kind} ${name}, which is not in the configuration`]),
          ...subjectsBeyond(names, binding, groups),
        ],
      };
    }),
  ];
}

/** A Role and a ClusterRole may have one name, and so may Roles of two namespaces. */
const keyOfRole = (kind: string, name: Text, namespace: Text): string =>
  kind === "ClusterRole" ? `${kind} ${name.key}` : `${kind} ${namespace.key}/${name.key}`;

const kindOf = ({ type }: Resource): string => (/cluster_role/.test(type) ? "ClusterRole" : "Role");

/** Groups that access entries put identities of AWS into: who is in them is compared with config. */
const groupsOfEntries = (configuration: Configuration, names: Names): ReadonlySet<string> =>
  new Set(
    configuration.resources("aws_eks_access_entry").flatMap((entry) => {
      const groups = entry.get("kubernetes_groups");
      return isAbsent(groups) ? [] : names.texts(groups).flatMap(({ literal }) => literal ?? []);
    }),
  );

/** Service accounts, users, and Kubernetes' own groups hold rights by themselves, and nothing says who they are. */
function subjectsBeyond(names: Names, binding: Resource, groups: ReadonlySet<string>): string[] {
  const { blocks, unclear } = readable(binding.get("subject"));
  const found = blocks.flatMap((subject) => {
    const [kind, name] = ["kind", "name"].map((key) => names.text(field(subject, key)));
    const isKnown = kind?.literal === "Group" && name?.literal !== undefined && groups.has(name.literal);
    return isKnown && !name.literal.startsWith("system:") ? [] : [`binds the ${kind} ${name}`];
  });
  return [...unclear, ...found];
}

const of = (configuration: Configuration, types: readonly string[]): Resource[] =>
  types.flatMap((type) => configuration.resources(type));

const nameOf = (names: Names, resource: Resource): Text =>
  names.text(field(resource.get("metadata"), "name"));

const namespaceOf = (names: Names, resource: Resource): Text =>
  names.text(field(resource.get("metadata"), "namespace"));

function beyondLooking(names: Names, role: Resource, homes: readonly Text[]): string[] {
  const { blocks, unclear } = readable(role.get("rule"));
  const aggregated = isAbsent(role.get("aggregation_rule")) ? [] : ["takes rules of other roles"];
  const mayHoldReleases = holdsNoOrganization(names, role, homes);
  const found = blocks.flatMap((rule) => {
    const [verbs, resources] = ["verbs", "resources"].map((key) => listed(names, field(rule, key)));
    const what = `${verbs?.join(", ")} ${resources?.join(", ")}`;
    const looks = verbs?.every((verb) => ["get", "list", "watch"].includes(verb));
    const plain = resources?.every(
      (resource) => /^[a-z]+$/.test(resource) && (resource !== "secrets" || mayHoldReleases),
    );
    return looks && plain ? [] : [`allows ${what}`];
  });
  return [...unclear, ...aggregated, ...found];
}

/** Whether a role is for one namespace, of which it is certain that no organization's pods run in it. */
function holdsNoOrganization(names: Names, role: Resource, homes: readonly Text[]): boolean {
  const namespace = field(role.get("metadata"), "namespace");
  if (isAbsent(namespace)) return false;
  const { literal } = names.text(namespace);
  return (
    literal !== undefined && homes.every((home) => home.literal !== undefined && home.literal !== literal)
  );
}

const listed = (names: Names, value: Value): string[] =>
  value.kind === "list" ? value.items.map((item) => names.text(item).literal ?? "?") : ["?"];
