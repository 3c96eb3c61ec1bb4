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

/** A role of Kubernetes RBAC or a binding of one. */
export interface KubernetesRight {
  readonly address: string;
  /** What it gives beyond looking at what holds no credentials. Empty: nothing. */
  readonly beyond: readonly string[];
}

/**
 * Every grant of the configuration in Kubernetes RBAC, for any subject. A subject that may look at an object may not
 * read the secrets next to it, open a shell in it, or ask for a token: those are resources of their own.
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

/** Groups that access entries put identities of AWS into: who is in them is compared with config. */
const groupsOfEntries = (configuration: Configuration, names: Names): ReadonlySet<string> =>
  new Set(
    configuration.resources("aws_eks_access_entry").flatMap((entry) => {
      const groups = entry.get("kubernetes_groups");
      return isAbsent(groups) ? [] : names.texts(groups).flatMap(({ literal }) => literal ?? []);
    }),
  );

/** Service accounts, users, and Kubernetes' own groups hold rights by themselves, and nothing says who they are. */
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

/** A rule of a role, and which subjects it may be given to. */
interface KnownRule {
  readonly what: string;
  /**
   * `accounts`: what programs of the platform write. `people`: what root on a node, who has the token of such a program,
   * would come by: logs, ports, what Helm keeps of releases. `none`: no subject that the proof knows.
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

/** Containers decide what they write to their logs: no credential is in them unless an application puts it there. */
const readsLogs = (verbs: readonly string[], resources: readonly string[]): boolean =>
  verbs.every((verb) => verb === "get") && resources.every((resource) => resource === "pods/log");

/** A connection through the API ends at a port in the pod: it runs nothing there and has none of its credentials. */
const opensPorts = (verbs: readonly string[], resources: readonly string[]): boolean =>
  verbs.every((verb) => verb === "create" || verb === "get") &&
  resources.every((resource) => resource === portsOfPods);

/** Whether a role is for the namespace of an organization, and for no other. */
function isOfOrganization(names: Names, role: Resource, homes: readonly Text[]): boolean {
  const namespace = namespaceOf(names, role).key;
  return kindOf(role) === "Role" && homes.some(({ key }) => key === namespace);
}

/** Whether a rule gives nothing but rights of which the proof knows that they lead to nothing; looking is not among them. */
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

/** Whether a role is for the one namespace in which Helm keeps its releases, as secrets, and no organization's pods run. */
const holdsReleases = (names: Names, role: Resource): boolean =>
  kindOf(role) === "Role" && namespaceOf(names, role).literal === chartNamespace;
