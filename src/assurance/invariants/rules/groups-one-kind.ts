import { type Configuration, certain, type Resource, textOf, type Value } from "../../terraform";
import { compliant, type Evidence, type Finding, type Rule, violated } from "../rule";

export const groupsOneKind: Rule = {
  id: "groups-one-kind",
  threat: "A pod that holds a group of the nodes or of a function has every way that is open to these.",
  check: ({ configuration }: Evidence) => {
    const kindsOf = new Map<string, Map<string, string>>();
    for (const { group, kind, place } of holdersIn(configuration))
      kindsOf.set(group, (kindsOf.get(group) ?? new Map<string, string>()).set(kind, place));
    return [...kindsOf].map(([group, kinds]): Finding => {
      const holders = [...kinds].map(([kind, place]) => `${kind} (${place})`).join(" and ");
      return kinds.size === 1 ? compliant(group) : violated(group, `${holders} hold it`);
    });
  },
};

/** Address of a group, or of the cluster whose own it is, and of what holds it. */
interface Holder {
  readonly group: string;
  readonly place: string;
  readonly kind: string;
}

/** The control plane and the nodes hold the group that EKS makes for both. */
const cluster = "the cluster";

/** What has interfaces with groups of its own choice, by type: its kind, and where it names them. */
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
          .flatMap((named) => certain(named)?.resource.address ?? [])
          .map((group) => ({ place: one.address, group, kind })),
      ),
  );
  const given = configuration.resources("aws_eks_cluster").map((one) => ({
    place: one.address,
    group: one.address,
    kind: cluster,
  }));
  return [...given, ...chosen];
}

const isPolicy = (manifest: Resource): boolean =>
  textOf(manifest.get("manifest", "kind")) === "SecurityGroupPolicy";
