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
 * Everything that the configuration says in Kubernetes RBAC, whoever gets it. Who may look at an object may not read the
 * secrets beside it, open a shell in it, or ask for a token: those are resources of their own.
 */
export function readKubernetesRights(configuration: Configuration, names: Names): KubernetesRight[] {
  const roles = of(configuration, roleTypes);
  const made = new Set(roles.map((role) => nameOf(names, role).key));
  const homes = configuration
    .resources("kubernetes_namespace_v1")
    .map((namespace) => nameOf(names, namespace));
  return [
    ...roles.map((role) => ({ address: role.address, beyond: beyondLooking(names, role, homes) })),
    ...of(configuration, bindingTypes).map((binding) => {
      const role = names.text(field(binding.get("role_ref"), "name"));
      const beyond = made.has(role.key) ? [] : [`gives the role ${role}, which is not in the configuration`];
      return { address: binding.address, beyond };
    }),
  ];
}

const of = (configuration: Configuration, types: readonly string[]): Resource[] =>
  types.flatMap((type) => configuration.resources(type));

const nameOf = (names: Names, resource: Resource): Text =>
  names.text(field(resource.get("metadata"), "name"));

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
    return looks && plain ? [] : [`lets somebody ${what}`];
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
