import { addressesIn, networkOf, ownAddresses, type Party } from "../../network";
import { IntervalSet } from "../../sets";
import { type Configuration, isAbsent, textOf, type Value, wordsOf } from "../../terraform";
import { field, readable } from "../../terraform/blocks";
import { type Evidence, type Rule, violatedBy } from "../rule";

export const networkPoliciesNarrow: Rule = {
  id: "network-policies-narrow",
  threat: "Network policies are additive: one wide policy allows what all others deny.",
  check: ({ configuration }: Evidence) => {
    const own = new Set(
      configuration
        .resources("kubernetes_namespace_v1")
        .map((namespace) => textOf(namespace.get("metadata", 0, "name"))),
    );
    const isShared = (name: string): boolean => !own.has(name);
    const ofBalancers = configuration.derived(addressesOfBalancers);
    const letsOut = lettingOut(isShared, configuration.derived(ownAddresses));
    return configuration.resources("kubernetes_network_policy_v1").map((policy) => {
      const spec = policy.get("spec");
      const labels = field(spec, "pod_selector", "match_labels");
      // Without labels a policy selects all pods.
      const selectsSome = labels.kind === "dictionary" && labels.entries.size > 0;
      const admits = admitting(isShared, selectsSome ? ofBalancers : noAddress);
      const wide = [...widthsOf(spec, "ingress", admits), ...widthsOf(spec, "egress", letsOut)];
      return violatedBy(policy.address, wide);
    });
  },
};

/** Key of a policy's peers, by direction. */
const peersOf = { ingress: "from", egress: "to" } as const;

function widthsOf(
  spec: Value,
  direction: "ingress" | "egress",
  judge: (peer: Value, ports: readonly string[]) => string | undefined,
): string[] {
  const peers = peersOf[direction];
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

/** An absent port means every port of its protocol. */
const portOf = (port: Value): string =>
  isAbsent(field(port, "end_port")) && !isAbsent(field(port, "port"))
    ? String(textOf(field(port, "port")))
    : aRange;

const aRange = "a range";

const noAddress = IntervalSet.empty;

/** Subnets of load balancers in front of applications, in which no workload has an address. */
function addressesOfBalancers(configuration: Configuration): IntervalSet {
  const network = configuration.derived(networkOf);
  const balancers = new Set(
    configuration
      .resources("aws_lb")
      .filter((lb) => textOf(lb.get("load_balancer_type")) === "application")
      .map(({ address }) => address),
  );
  const running = new Set(network.sources.filter(runsCode).flatMap(subnetsOf));
  const subnets = network.relays
    .filter(({ address }) => balancers.has(address))
    .flatMap(({ entrance }) => subnetsOf(entrance))
    .filter((subnet) => !running.has(subnet));
  return IntervalSet.unionOf(subnets.map(({ range }) => range));
}

const runsCode = ({ kind }: Party): boolean => kind !== "address" && kind !== "internet";

const subnetsOf = ({ interfaces }: Party) => interfaces.map(({ subnet }) => subnet);

/** Whether a peer consists of addresses of load balancers only. */
function isBalancers(peer: Value, ofBalancers: IntervalSet): boolean {
  const range = textOf(field(peer, "ip_block", "cidr"));
  const addresses = addressesIn(typeof range === "string" ? [range] : []);
  return (
    !addresses.isEmpty &&
    addresses.isSubsetOf(ofBalancers) &&
    isAbsent(field(peer, "namespace_selector")) &&
    isAbsent(field(peer, "pod_selector"))
  );
}

/** The label that Kubernetes itself sets on each namespace, with its name. */
const nameLabel = "kubernetes.io/metadata.name";

/**
 * Pods of the same namespace and, on named ports, pods of one namespace of the cluster's administrators, such as a
 * metrics scraper. Only by the namespace's name, since its creator chooses the other labels.
 */
const admitting =
  (isShared: (namespace: string) => boolean, ofBalancers: IntervalSet) =>
  (peer: Value, ports: readonly string[]): string | undefined => {
    const selector = field(peer, "namespace_selector");
    if (isBalancers(peer, ofBalancers))
      return ports.length === 1 && ports[0] !== aRange
        ? undefined
        : "it admits load balancers on more than one port";
    if (isAbsent(selector) && isAbsent(field(peer, "ip_block"))) return undefined;
    const name = isAbsent(field(peer, "ip_block")) ? nameIn(selector) : undefined;
    if (name === undefined) return "it admits other peers than pods of its namespace";
    if (!isShared(name)) return `it admits pods of the organization ${name}`;
    return ports.length === 0 ? `it admits pods of ${name} on every port` : undefined;
  };

/**
 * Pods of the same namespace; on named ports, those of administrators' namespaces and networks of the configuration;
 * and HTTPS to any address.
 */
const lettingOut =
  (isShared: (namespace: string) => boolean, ofVpcs: IntervalSet) =>
  (peer: Value, ports: readonly string[]): string | undefined => {
    const [selector, block] = [field(peer, "namespace_selector"), field(peer, "ip_block")];
    if (isAbsent(selector) && isAbsent(block)) return undefined;
    const range = wordsOf(field(block, "cidr"));
    if (range.startsWith("169.254."))
      return `it allows outbound traffic to ${range}, where services of the node answer`;
    if (ports.length === 0) return "it allows outbound traffic to other networks on every port";
    if (ports.includes(aRange)) return "it allows outbound traffic to other networks on a range of ports";
    if (isAbsent(block)) return toNamespace(nameIn(selector), isShared);
    const addresses = addressesIn([range]);
    const isOwn = !addresses.isEmpty && addresses.isSubsetOf(ofVpcs);
    return isOwn || ports.every((port) => port === "443")
      ? undefined
      : `it allows outbound traffic to ${range} on ${ports.join(", ")}`;
  };

function toNamespace(name: string | undefined, isShared: (namespace: string) => boolean): string | undefined {
  if (name === undefined) return "it allows outbound traffic to pods of more than one namespace";
  return isShared(name) ? undefined : `it allows outbound traffic to pods of the organization ${name}`;
}

/** The namespace that a selector names; undefined if it may match another one as well. */
function nameIn(selector: Value): string | undefined {
  const name = textOf(field(selector, "match_labels", nameLabel));
  return isAbsent(field(selector, "match_expressions")) && typeof name === "string" ? name : undefined;
}
