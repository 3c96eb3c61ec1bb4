import { isAbsent, textOf, type Value } from "../../terraform";
import { field, readable } from "../../terraform/blocks";
import { compliant, type Evidence, type Rule, violated } from "../rule";

export const networkPoliciesNarrow: Rule = {
  id: "network-policies-narrow",
  threat: "Policies add up: one that is wide opens what all others close.",
  check: ({ configuration }: Evidence) => {
    const own = new Set(
      configuration
        .resources("kubernetes_namespace_v1")
        .map((namespace) => textOf(namespace.get("metadata", 0, "name"))),
    );
    const admits = admitting((name) => !own.has(name));
    return configuration.resources("kubernetes_network_policy_v1").map((policy) => {
      const spec = policy.get("spec");
      const wide = [...widthsOf(spec, "ingress", admits), ...widthsOf(spec, "egress", letsOut)];
      return wide.length === 0 ? compliant(policy.address) : violated(policy.address, wide.join("; "));
    });
  },
};

/** Where a policy lists its peers, by direction. */
const sides = { from: "ingress", to: "egress" } as const;

function widthsOf(
  spec: Value,
  direction: "ingress" | "egress",
  judge: (peer: Value, ports: readonly string[]) => string | undefined,
): string[] {
  const peers = Object.entries(sides).find(([, one]) => one === direction)?.[0] as string;
  const { blocks, unclear } = readable(field(spec, direction));
  const found = blocks.flatMap((block) => {
    const listed = readable(field(block, peers));
    const ports = readable(field(block, "ports")).blocks.map((port) => portOf(port));
    return [
      ...listed.unclear,
      ...(listed.blocks.length === 0 ? [`its ${direction} names no ${peers}, which is every address`] : []),
      ...listed.blocks.flatMap((peer) => judge(peer, ports) ?? []),
    ];
  });
  return [...unclear, ...found];
}

const portOf = (port: Value): string =>
  isAbsent(field(port, "end_port")) ? String(textOf(field(port, "port"))) : "a range";

/** The label that Kubernetes itself puts on each namespace, with its name. */
const nameLabel = "kubernetes.io/metadata.name";

/**
 * Pods of the same namespace, and on named ports those of one namespace of the cluster's administrators, such as what
 * scrapes metrics: by the name alone, since the maker of a namespace chooses its other labels.
 */
const admitting =
  (isShared: (namespace: string) => boolean) =>
  (peer: Value, ports: readonly string[]): string | undefined => {
    const selector = field(peer, "namespace_selector");
    if (isAbsent(selector) && isAbsent(field(peer, "ip_block"))) return undefined;
    const name = textOf(field(selector, "match_labels", nameLabel));
    const isByName =
      isAbsent(field(peer, "ip_block")) &&
      isAbsent(field(selector, "match_expressions")) &&
      typeof name === "string";
    if (!isByName) return "it admits others than pods of its namespace";
    if (!isShared(name)) return `it admits pods of the organization ${name}`;
    return ports.length === 0 ? `it admits pods of ${name} on every port` : undefined;
  };

function letsOut(peer: Value, ports: readonly string[]): string | undefined {
  const range = textOf(field(peer, "ip_block", "cidr"));
  const isOwn = isAbsent(field(peer, "namespace_selector")) && isAbsent(field(peer, "ip_block"));
  if (isOwn) return undefined;
  if (typeof range === "string" && range.startsWith("169.254."))
    return `it lets out to ${range}, where nodes' own services answer`;
  if (ports.length === 0) return "it lets out to others on every port";
  const isAnywhere = typeof range === "string" && range.endsWith("/0");
  return isAnywhere && ports.some((port) => port !== "443")
    ? `it lets out to ${range} on ${ports.join(", ")}`
    : undefined;
}
