import { type Configuration, certain, keyOf, type Resource, textOf, type Value } from "../../terraform";
import { compliant, type Evidence, type Finding, type Rule, violated } from "../rule";

export const groupsOneKind: Rule = {
  id: "groups-one-kind",
  threat: "A pod that holds a group of the nodes or of a function has every way that is open to these.",
  check: ({ configuration }: Evidence) => {
    const holders = holdersIn(configuration);
    const ownKinds = new Map(
      [...new Set(holders.map(({ group }) => group))].map((group) => [
        group,
        mostFrequent(holders.filter((one) => one.group === group).map(({ kind }) => kind)),
      ]),
    );
    return holders.map(({ place, group, kind }): Finding => {
      const own = ownKinds.get(group);
      return kind === own ? compliant(place) : violated(place, `it holds ${group}, a group of ${own}`);
    });
  },
};

/** An interface that holds a group. */
interface Holder {
  readonly place: string;
  readonly group: string;
  readonly kind: string;
}

/** The control plane and the nodes hold the group that EKS makes for both. */
const cluster = "the cluster";

/**
 * What has interfaces with groups of its own choice, by type: its kind, and where it names them. Where as many of two kinds
 * hold a group, it is taken for that of the first.
 */
const types: Readonly<Record<string, readonly [kind: string, groups: (resource: Resource) => Value]>> = {
  aws_db_instance: ["databases", (one) => one.get("vpc_security_group_ids")],
  aws_db_proxy: ["proxies", (one) => one.get("vpc_security_group_ids")],
  aws_eks_cluster: [cluster, (one) => one.get("vpc_config", 0, "security_group_ids")],
  aws_launch_template: [cluster, (one) => one.get("vpc_security_group_ids")],
  aws_vpclattice_resource_gateway: ["resource gateways", (one) => one.get("security_group_ids")],
  aws_vpc_endpoint: ["endpoints", (one) => one.get("security_group_ids")],
  aws_lb: ["load balancers", (one) => one.get("security_groups")],
  kubernetes_manifest: ["pods", (one) => one.get("manifest", "spec", "securityGroups", "groupIds")],
  aws_lambda_function: ["functions", (one) => one.get("vpc_config", 0, "security_group_ids")],
  aws_instance: ["machines", (one) => one.get("vpc_security_group_ids")],
};

function holdersIn(configuration: Configuration): Holder[] {
  const chosen = Object.entries(types).flatMap(([type, [kind, groups]]) =>
    configuration
      .resources(type)
      .filter((one) => type !== "kubernetes_manifest" || isPolicy(one))
      .flatMap((one) =>
        configuration
          .namedIn("aws_security_group", groups(one))
          .flatMap((named) => certain(named)?.key ?? [])
          .map((group) => ({ place: one.address, group, kind })),
      ),
  );
  const given = configuration.resources("aws_eks_cluster").map((one) => ({
    place: one.address,
    group: keyOf(one.symbol("vpc_config", 0, "cluster_security_group_id")),
    kind: cluster,
  }));
  return [...given, ...chosen];
}

const isPolicy = (manifest: Resource): boolean =>
  textOf(manifest.get("manifest", "kind")) === "SecurityGroupPolicy";

/** The first of those that occur most often. */
function mostFrequent(kinds: readonly string[]): string | undefined {
  const count = (kind: string): number => kinds.filter((one) => one === kind).length;
  return [...new Set(kinds)].sort((a, b) => count(b) - count(a))[0];
}
