import { isAbsent, type Resource, textOf, type Value } from "../../terraform";
import { field, readable } from "../../terraform/blocks";
import { compliant, type Evidence, type Rule, violated } from "../rule";

export const networkPoliciesNarrow: Rule = {
  id: "network-policies-narrow",
  threat: "Policies add up: one that is wide opens what all others close.",
  check: ({ configuration }: Evidence) =>
    configuration.resources("kubernetes_network_policy_v1").map((policy) => {
      const wide = widths(policy);
      return wide.length === 0 ? compliant(policy.address) : violated(policy.address, wide.join("; "));
    }),
};

/** Where a policy lists its peers, by direction. */
const sides = { from: "ingress", to: "egress" } as const;

const widths = (policy: Resource): string[] => {
  const spec = policy.get("spec");
  return [...widthsOf(spec, "ingress", admits), ...widthsOf(spec, "egress", letsOut)];
};

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

const admits = (peer: Value): string | undefined =>
  isAbsent(field(peer, "namespace_selector")) && isAbsent(field(peer, "ip_block"))
    ? undefined
    : "it admits others than pods of its namespace";

function letsOut(peer: Value, ports: readonly string[]): string | undefined {
  const range = textOf(field(peer, "ip_block", "cidr"));
  const isOwn = isAbsent(field(peer, "namespace_selector")) && isAbsent(field(peer, "ip_block"));
  if (isOwn) return undefined;
  if (ports.length === 0) return "it lets out to others on every port";
  const isAnywhere = typeof range === "string" && range.endsWith("/0");
  return isAnywhere && ports.some((port) => port !== "443")
    ? `it lets out to ${range} on ${ports.join(", ")}`
    : undefined;
}
