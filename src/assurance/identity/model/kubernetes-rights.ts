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
import type { Names } from "./names";

/** A role of Kubernetes RBAC or a binding of one. */
export interface KubernetesRight {
  readonly address: string;
  /** What it gives beyond looking at what holds no credentials. Empty: nothing. */
  readonly beyond: readonly string[];
}

/**
 * Every grant of the configuration in Kubernetes RBAC, for any subject. A subject that may look at an object may not
 * read the secrets beside it, open a shell in it, or ask for a token: those are resources of their own.
 */
export function readKubernetesRights(configuration: Configuration, names: Names): KubernetesRight[] {
  const roles = rolesOf(configuration);
  const made = new Set(roles.map((role) => keyOfRole(names, role)));
  const groups = groupsOfEntries(configuration, names);
  const homes = configuration
    .resources("kubernetes_namespace_v1")
    .map((namespace) => nameOf(names, namespace));
  return [
    ...roles.map((role) => ({ address: role.address, beyond: beyondLooking(names, role, homes) })),
    ...bindingsOf(configuration).map((binding) => {
      const { kind, name, key } = boundRole(names, binding);
      return {
        address: binding.address,
        beyond: [
          ...(made.has(key) ? [] : [`gives the ${kind} ${name}, which is not in the configuration`]),
          ...subjectsBeyond(names, binding, groups),
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
function subjectsBeyond(names: Names, binding: Resource, groups: ReadonlySet<string>): string[] {
  const { blocks, unclear } = readable(binding.get("subject"));
  const found = blocks.flatMap((subject) => {
    const [kind, name] = ["kind", "name"].map((key) => names.text(field(subject, key)));
    const isKnown = kind?.literal === "Group" && name?.literal !== undefined && groups.has(name.literal);
    const account = { namespace: names.text(field(subject, "namespace")), name };
    if (kind?.literal === "ServiceAccount" && isBound(account)) return [];
    return isKnown && !name.literal.startsWith("system:") ? [] : [`binds the ${kind} ${name}`];
  });
  return [...unclear, ...found];
}

function beyondLooking(names: Names, role: Resource, homes: readonly Text[]): string[] {
  const { blocks, unclear } = readable(role.get("rule"));
  const aggregated = isAbsent(role.get("aggregation_rule")) ? [] : ["takes rules of other roles"];
  const mayHoldReleases = holdsNoOrganization(names, role, homes);
  const isHome = isOfOrganization(names, role, homes);
  const found = blocks.flatMap((rule) => {
    const verbs = listed(names, field(rule, "verbs"));
    const resources = listed(names, field(rule, "resources"));
    const what = `${verbs.join(", ")} ${resources.join(", ")}`;
    if (isKnownWrite(listed(names, field(rule, "api_groups")), resources, verbs)) return [];
    const looks = verbs.every((verb) => ["get", "list", "watch"].includes(verb));
    const plain = resources.every(
      (resource) => /^[a-z]+$/.test(resource) && (resource !== "secrets" || mayHoldReleases),
    );
    const isKnown =
      (looks && plain) || readsLogs(verbs, resources) || (isHome && opensPorts(verbs, resources));
    return isKnown ? [] : [`allows ${what}`];
  });
  return [...unclear, ...aggregated, ...found];
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

/** Whether a role is for one namespace, of which it is certain that no organization's pods run in it. */
function holdsNoOrganization(names: Names, role: Resource, homes: readonly Text[]): boolean {
  const namespace = field(role.get("metadata"), "namespace");
  if (isAbsent(namespace)) return false;
  const { literal } = names.text(namespace);
  return (
    literal !== undefined && homes.every((home) => home.literal !== undefined && home.literal !== literal)
  );
}
