import { chartNamespace } from "../../known/charts";
import { isBound, knownWrites } from "../../known/cluster-writes";
import { type Configuration, isAbsent, type Resource } from "../../terraform";
import { field, readable } from "../../terraform/blocks";
import type { Text } from "../policy/text";
import {
  bindingsOf,
  boundRole,
  keyOfRole,
  kindOf,
  listed,
  nameOf,
  namespaceOf,
  portsOfPods,
  rolesOf,
} from "./kubernetes-roles";
import { Names } from "./names";

/** A role or a binding of Kubernetes RBAC. */
export interface KubernetesRight {
  readonly address: string;
  /** Permissions beyond reading objects without credentials. Empty for none. */
  readonly beyond: readonly string[];
}

/**
 * Every permission that the configuration grants in Kubernetes RBAC, to any subject. A subject that may read an object
 * may not read secrets next to it, open a shell in it, or request a token: those are separate resources.
 */
export function readKubernetesRights(configuration: Configuration): KubernetesRight[] {
  const names = new Names(configuration);
  const homes = configuration
    .resources("kubernetes_namespace_v1")
    .map((namespace) => nameOf(names, namespace));
  const roles = rolesOf(configuration).map((role) => ({ role, rules: rulesOf(names, role, homes) }));
  const made = new Map(roles.map(({ role, rules }) => [keyOfRole(names, role), rules]));
  const groups = groupsOfEntries(configuration, names);
  return [
    ...roles.map(({ role, rules }) => ({ address: role.address, beyond: beyondLooking(role, rules) })),
    ...bindingsOf(configuration).map((binding) => {
      const { kind, name, key } = boundRole(names, binding);
      const rules = made.get(key);
      return {
        address: binding.address,
        beyond: [
          ...(rules ? [] : [`gives the ${kind} ${name}, which is not in the configuration`]),
          ...subjectsBeyond(names, binding, groups, rules ?? []),
        ],
      };
    }),
  ];
}

/** Groups of access entries; their members are compared with config. */
const groupsOfEntries = (configuration: Configuration, names: Names): ReadonlySet<string> =>
  new Set(
    configuration.resources("aws_eks_access_entry").flatMap((entry) => {
      const groups = entry.get("kubernetes_groups");
      return isAbsent(groups) ? [] : names.texts(groups).flatMap(({ literal }) => literal ?? []);
    }),
  );

/** Bindings to service accounts, users and built-in groups, whose holders no access entry determines. */
function subjectsBeyond(
  names: Names,
  binding: Resource,
  groups: ReadonlySet<string>,
  rules: readonly KnownRule[],
): string[] {
  const { blocks, unclear } = readable(binding.get("subject"));
  const found = blocks.flatMap((subject) => {
    const [kind, name] = ["kind", "name"].map((key) => names.text(field(subject, key)));
    const isGroup =
      kind?.literal === "Group" &&
      name?.literal !== undefined &&
      groups.has(name.literal) &&
      !name.literal.startsWith("system:");
    const isAccount =
      kind?.literal === "ServiceAccount" &&
      isBound({ namespace: names.text(field(subject, "namespace")), name });
    if (!isGroup && !isAccount) return [`binds the ${kind} ${name}`];
    const others = isGroup ? "accounts" : "people";
    return rules
      .filter(({ holders }) => holders === others)
      .map(({ what }) => `lets the ${kind} ${name} ${what}, which is for ${others}`);
  });
  return [...unclear, ...found];
}

/** A rule of a role, and its allowed subjects. */
interface KnownRule {
  readonly what: string;
  /**
   * `accounts`: changes by programs of the platform. `people`: what root on a node, with the token of such a program,
   * would obtain: logs, ports, Helm's records of releases. `none`: no known subject.
   */
  readonly holders: "any" | "accounts" | "people" | "none";
}

function rulesOf(names: Names, role: Resource, homes: readonly Text[]): KnownRule[] {
  const mayHoldReleases = holdsReleases(names, role);
  const isHome = isOfOrganization(names, role, homes);
  return readable(role.get("rule")).blocks.map((rule): KnownRule => {
    const verbs = listed(names, field(rule, "verbs"));
    const resources = listed(names, field(rule, "resources"));
    const what = `${verbs.join(", ")} ${resources.join(", ")}`;
    if (isKnownWrite(listed(names, field(rule, "api_groups")), resources, verbs))
      return { what, holders: "accounts" };
    const looks =
      verbs.every((verb) => ["get", "list", "watch"].includes(verb)) &&
      resources.every((resource) => /^[a-z]+$/.test(resource));
    if (looks && !resources.includes("secrets")) return { what, holders: "any" };
    const isForPeople =
      (looks && mayHoldReleases) || (isHome && (readsLogs(verbs, resources) || opensPorts(verbs, resources)));
    return { what, holders: isForPeople ? "people" : "none" };
  });
}

function beyondLooking(role: Resource, rules: readonly KnownRule[]): string[] {
  return [
    ...readable(role.get("rule")).unclear,
    ...(isAbsent(role.get("aggregation_rule")) ? [] : ["takes rules of other roles"]),
    ...rules.filter(({ holders }) => holders === "none").map(({ what }) => `allows ${what}`),
  ];
}

/** Containers decide what they write to their logs, which contain a credential only if an application writes one. */
const readsLogs = (verbs: readonly string[], resources: readonly string[]): boolean =>
  verbs.every((verb) => verb === "get") && resources.every((resource) => resource === "pods/log");

/** A forwarded connection ends at a port of the pod: it runs no code there and has none of its credentials. */
const opensPorts = (verbs: readonly string[], resources: readonly string[]): boolean =>
  verbs.every((verb) => verb === "create" || verb === "get") &&
  resources.every((resource) => resource === portsOfPods);

/** Whether a role belongs to the namespace of one organization only. */
function isOfOrganization(names: Names, role: Resource, homes: readonly Text[]): boolean {
  const namespace = namespaceOf(names, role).key;
  return kindOf(role) === "Role" && homes.some(({ key }) => key === namespace);
}

/** Whether a rule grants only changes that are known to be harmless; read access is not among them. */
const isKnownWrite = (
  groups: readonly string[],
  resources: readonly string[],
  verbs: readonly string[],
): boolean =>
  groups.length > 0 &&
  resources.length > 0 &&
  resources.every((resource) =>
    verbs.every(
      (verb) =>
        (verb === "get" && resource === "leases") ||
        groups.every((group) =>
          knownWrites.some(
            (write) =>
              write.apiGroup === group && write.resources.includes(resource) && write.verbs.includes(verb),
          ),
        ),
    ),
  );

/** Whether a role belongs to the namespace in which Helm stores its releases as secrets, which no organization uses. */
const holdsReleases = (names: Names, role: Resource): boolean =>
  kindOf(role) === "Role" && namespaceOf(names, role).literal === chartNamespace;
