import { addressesIn, type Network } from "../../network";
import type { IntervalSet } from "../../sets";
import { isUnknown, type Resource, textOf } from "../../terraform";
import { field } from "../../terraform/blocks";
import { compliant, type Evidence, type Finding, type Rule, unknown, violated } from "../rule";

export const servicesApart: Rule = {
  id: "services-apart",
  threat:
    "Traffic of pods to an address in that range goes to a Service, which a principal in the cluster may create, and not to the database there.",
  check: ({ configuration, network }: Evidence) =>
    configuration.resources("aws_eks_cluster").map((cluster) => judgeCluster(cluster, network)),
};

function judgeCluster(cluster: Resource, network: Network): Finding {
  const text = textOf(field(cluster.get("kubernetes_network_config"), "service_ipv4_cidr"));
  if (isUnknown(text)) return unknown(cluster.address, `service_ipv4_cidr: ${text.reason}`);
  if (typeof text !== "string")
    return violated(
      cluster.address,
      "without service_ipv4_cidr, EKS chooses a range that avoids its own VPC only",
    );
  const range = addressesIn([text]);
  if (range.isEmpty) return unknown(cluster.address, `service_ipv4_cidr is ${text}, which is no network`);
  const shared = reachable(cluster, network).find((one) => !one.addresses.intersect(range).isEmpty);
  return shared
    ? violated(cluster.address, `its services overlap ${shared.address} (${text})`)
    : compliant(cluster.address);
}

/** Networks to which routes lead from the subnets of a cluster, without the internet. */
function reachable(
  cluster: Resource,
  { vpcs, sources }: Network,
): { address: string; addresses: IntervalSet }[] {
  const own = sources
    .filter(({ kind, address }) => kind === "control plane" && address === cluster.address)
    .flatMap(({ interfaces }) => interfaces.map(({ subnet }) => subnet));
  return vpcs.subnets
    .filter(({ vpc, range }) =>
      own.some((from) => vpc === from.vpc || (from.routes.deciding(range.smallest ?? -1)?.length ?? 0) > 0),
    )
    .map(({ vpc, address, range }) =>
      own.some((from) => from.vpc === vpc)
        ? { address: vpc.address, addresses: vpc.addresses }
        : { address, addresses: range },
    );
}
