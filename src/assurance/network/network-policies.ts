import { remembered, rememberedByKey } from "../remembered";
import { IntervalSet, Region } from "../sets";
import {
  absent,
  blocksOf,
  type Configuration,
  type Dictionary,
  isAbsent,
  isEqual,
  isUnknown,
  listOf,
  numberOf,
  type Resource,
  textOf,
  type Unknown,
  type Value,
} from "../terraform";
import { entryOf } from "../terraform/blocks";
import { everyAddress, network } from "./addresses";
import { selectsLabels, type Workload } from "./kubernetes";
import { everyPacket, packets, tcp, udp } from "./packets";
import type { Direction } from "./security-groups";

/** Traffic that one policy allows. */
interface Opened {
  /** Address of the policy. */
  readonly address: string;
  readonly opens: Region;
}

/** Traffic that the network policies of a namespace allow for a workload's pods. */
export class PodPolicies {
  /**
   * Outgoing packets that the policies allow. Only a cluster that enforces policies drops the others, so this denies
   * nothing; but required connections must be included.
   */
  readonly letsOut: Region;
  /** The same for incoming packets, as far as policies admit them by address. */
  readonly admits: Region;

  constructor(
    readonly component: string,
    /** Allowed traffic per policy, by direction. @default - none: no policy isolates the pods */
    private readonly open: Readonly<Record<Direction, readonly Opened[] | undefined>>,
  ) {
    this.letsOut = together(open.egress);
    this.admits = together(open.ingress);
  }

  /** Address of the policy that allows a packet. */
  deciding(direction: Direction, point: readonly number[]): string | undefined {
    return this.open[direction]?.find(({ opens }) => opens.has(point))?.address;
  }

  isSame(other: PodPolicies): boolean {
    return this.component === other.component && isEqual(this.open, other.open);
  }
}

const together = (opened: readonly Opened[] | undefined): Region =>
  opened ? Region.unionOf(opened.map(({ opens }) => opens)) : everyPacket;

/** Policies of all namespaces, applied to a workload's pods. */
export function networkPolicies(
  configuration: Configuration,
): (workload: Workload) => PodPolicies | undefined {
  const byNamespace = new Map<string, Resource[]>();
  /** Policies in an unknown namespace: they may isolate any pods, and allow nothing. */
  const anywhere: Resource[] = [];
  for (const type of ["kubernetes_network_policy", "kubernetes_network_policy_v1"])
    for (const policy of configuration.resources(type)) {
      const namespace = textOf(policy.get("metadata", 0, "namespace")) ?? "default";
      if (isUnknown(namespace)) {
        anywhere.push(policy);
        continue;
      }
      const own = byNamespace.get(namespace) ?? [];
      own.push(policy);
      byNamespace.set(namespace, own);
    }
  return (workload) => {
    const here = byNamespace.get(workload.namespace) ?? [];
    const selects = (policy: Resource) =>
      selectsLabels(policy.get("spec", 0, "pod_selector", 0), workload.labels);
    const opened = (direction: Direction) => {
      const judging = [...here, ...anywhere].filter((policy) => judges(policy, direction));
      // A policy that may select these pods may isolate them, and does not certainly allow anything.
      if (judging.every((policy) => selects(policy) === false)) return undefined;
      return judging
        .filter((policy) => here.includes(policy) && selects(policy) === true)
        .map((policy) => ({ address: policy.address, opens: openedBy(policy)(direction) }));
    };
    const open = { egress: opened("egress"), ingress: opened("ingress") };
    if (!open.egress && !open.ingress) return undefined;
    return new PodPolicies(`network policies of ${workload.namespace}`, open);
  };
}

const openedBy = remembered((policy: Resource) =>
  rememberedByKey(
    (direction: Direction): Region =>
      Region.unionOf(blocksOf(policy.get("spec", 0, direction)).map((block) => rule(block, direction))),
  ),
);

const judges = (policy: Resource, direction: Direction): boolean => {
  const types = listOf(policy.get("spec", 0, "policy_types"));
  const other = direction === "egress" ? "Ingress" : "Egress";
  return types === undefined || isUnknown(types) || types.some((type) => textOf(type) !== other);
};

/** Key of a rule's peers, and which end of a packet they are. */
const peersOf = {
  egress: { list: "to", side: "destination" },
  ingress: { list: "from", side: "source" },
} as const;

type Block = Dictionary | Unknown;

/** Unknown rules allow nothing for certain. Selectors of pods match neither databases nor load balancers. */
function rule(block: Block, direction: Direction): Region {
  if (isUnknown(block)) return Region.empty;
  const entry = (name: string): Value => block.entries.get(name) ?? absent;
  const ports = isAbsent(entry("ports")) ? [everyPacket] : blocksOf(entry("ports")).map(service);
  const { list, side } = peersOf[direction];
  const peers = isAbsent(entry(list))
    ? everyAddress
    : IntervalSet.unionOf(blocksOf(entry(list)).map(addresses));
  return Region.unionOf(ports).intersect(packets({ [side]: peers }));
}

function service(block: Block): Region {
  if (isUnknown(block)) return Region.empty;
  const entry = (name: string): Value => block.entries.get(name) ?? absent;
  const [first, last] = [numberOf(entry("port")), numberOf(entry("end_port"))];
  const protocol = textOf(entry("protocol")) ?? "TCP";
  const number = protocol === "TCP" ? tcp : protocol === "UDP" ? udp : undefined;
  if (number === undefined || isUnknown(first) || isUnknown(last)) return Region.empty;
  return packets({
    protocol: IntervalSet.single(number),
    destinationPort: IntervalSet.of([first ?? 0, last ?? first ?? 65535]),
  });
}

function addresses(block: Block): IntervalSet {
  if (isUnknown(block)) return none;
  return IntervalSet.unionOf(
    blocksOf(block.entries.get("ip_block") ?? absent).map((one) => {
      const excepted = listOf(entryOf(one, "except")) ?? [];
      if (isUnknown(excepted)) return none;
      return range(entryOf(one, "cidr")).subtract(IntervalSet.unionOf(excepted.map(range)));
    }),
  );
}

const range = (value: Value): IntervalSet => {
  const text = textOf(value);
  return (typeof text === "string" && network(text)) || none;
};

const none = IntervalSet.empty;
