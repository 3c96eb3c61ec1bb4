import { field } from "../../terraform/blocks";
import { forEach, judge, type Rule, worst } from "../rule";

export const clusterAccessExplicit: Rule = {
  id: "cluster-access-explicit",
  threat:
    "The creator's hidden right, or a ConfigMap in the cluster, makes administrators that no plan shows.",
  check: forEach("aws_eks_cluster", (cluster) => {
    const access = cluster.get("access_config");
    return worst(cluster.address, [
      judge(
        cluster.address,
        "authentication_mode",
        field(access, "authentication_mode"),
        (mode) => mode === "API",
      ),
      judge(
        cluster.address,
        "bootstrap_cluster_creator_admin_permissions",
        field(access, "bootstrap_cluster_creator_admin_permissions"),
        (given) => given === "false",
      ),
    ]);
  }),
};
