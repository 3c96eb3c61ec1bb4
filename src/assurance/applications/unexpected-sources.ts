import { type Database, isClosed, leg, type Network, type Party } from "../network";
import { connectionsTo } from "../network/legs";
import { everyPort } from "../network/packets";
import { partyText } from "../party";
import type { Problem } from "../problem";
import { IntervalSet } from "../sets";
import { addressesNamed } from "../terraform";
import type { FoundApplication } from "./found";

/** Only nodes (for probes) and pods of the same organization may connect to pods: everything else is a problem. */
export function unexpectedSources(
  network: Network,
  target: Database,
  { balancer, namespace, workload }: FoundApplication,
): Problem[] {
  const own = new Set([balancer.entrance, ...balancer.exits]);
  return [...network.candidates.admittedBy(target)]
    .filter(
      (one) =>
        !own.has(one) &&
        one.kind !== "nodes" &&
        one.kind !== "control plane" &&
        one.kind !== "internet" &&
        !isOf(one, namespace),
    )
    .flatMap((one) =>
      unexpectedConnection(network, one, target, IntervalSet.single(target.port), { namespace, workload }),
    );
}

/** Pods of other organizations must not reach any port of pods, opened or not. */
export const foreignPodsReachingPods = (network: Network, opened: ReadonlySet<Party>): Problem[] =>
  network.sources.flatMap((target) => {
    const { id } = target;
    if (id.kind !== "pods" || opened.has(target)) return [];
    return [...network.candidates.admittedBy(target)]
      .filter((one) => one.kind === "pods" && !isOf(one, id.namespace))
      .flatMap((one) => unexpectedConnection(network, one, target, everyPort, id));
  });

const isOf = (party: Party, namespace: string): boolean =>
  "namespace" in party.id && party.id.namespace === namespace;

function unexpectedConnection(
  network: Network,
  from: Party,
  to: Party,
  ports: IntervalSet,
  pods: { readonly namespace: string; readonly workload?: string },
): Problem[] {
  const { passes, traces } = leg(network, from, to, connectionsTo(ports));
  if (passes.possible.isEmpty) return [];
  const [trace] = traces().filter((found) => !isClosed(found));
  const rules = trace?.steps.filter(({ answer }) => !answer).toReversed() ?? [];
  return [
    {
      about: "network",
      text: `${from.name} may connect to ${partyText({ kind: "pods", ...pods })}, which config does not allow`,
      details: [],
      follows: [
        ...rules.flatMap(({ rule }) => addressesNamed(rule)),
        ...passes.unknowns.flatMap(addressesNamed),
        ...addressesNamed(from.address),
      ],
    },
  ];
}
