import type { Configuration, Resource, Value } from "../../terraform";
import { field } from "../../terraform/blocks";
import type { Text } from "../policy/text";
import type { Names } from "./names";

/** Resource of the permission for `kubectl port-forward`. */
export const portsOfPods = "pods/portforward";

/** Roles and ClusterRoles. */
export const rolesOf = (configuration: Configuration): Resource[] =>
  of(configuration, ["kubernetes_cluster_role_v1", "kubernetes_role_v1"]);

/** RoleBindings and ClusterRoleBindings. */
export const bindingsOf = (configuration: Configuration): Resource[] =>
  of(configuration, ["kubernetes_cluster_role_binding_v1", "kubernetes_role_binding_v1"]);

const of = (configuration: Configuration, types: readonly string[]): Resource[] =>
  types.flatMap((type) => configuration.resources(type));

export const kindOf = ({ type }: Resource): "ClusterRole" | "Role" =>
  /cluster_role/.test(type) ? "ClusterRole" : "Role";

export const nameOf = (names: Names, resource: Resource): Text =>
  names.text(field(resource.get("metadata"), "name"));

export const namespaceOf = (names: Names, resource: Resource): Text =>
  names.text(field(resource.get("metadata"), "namespace"));

/** A key that identifies a role. */
export const keyOfRole = (names: Names, role: Resource): string =>
  keyOf(kindOf(role), nameOf(names, role), namespaceOf(names, role));

/** The role that a binding grants. */
export function boundRole(names: Names, binding: Resource): { kind: string; name: Text; key: string } {
  const kind = String(names.text(field(binding.get("role_ref"), "kind")));
  const name = names.text(field(binding.get("role_ref"), "name"));
  return { kind, name, key: keyOf(kind, name, namespaceOf(names, binding)) };
}

/** A Role and a ClusterRole may have the same name, and so may Roles of two namespaces. */
const keyOf = (kind: string, name: Text, namespace: Text): string =>
  kind === "ClusterRole" ? `${kind} ${name.key}` : `${kind} ${namespace.key}/${name.key}`;

/** Items of a list, with `?` for unknown ones. */
export const listed = (names: Names, value: Value): string[] =>
  value.kind === "list" ? value.items.map((item) => names.text(item).literal ?? "?") : ["?"];
