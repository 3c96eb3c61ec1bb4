import { isAbsent, keyOf } from "../../terraform";
import { field } from "../../terraform/blocks";
import { compliant, type Evidence, forEach, judge, type Rule, violated, worst } from "../rule";

export const clusterAccessExplicit: Rule = {
  id: "cluster-access-explicit",
  threat:
    "The creator's hidden right, or a ConfigMap in the cluster, creates administrators that no plan shows.",
  check: (evidence: Evidence) => [...modes(evidence), ...names(evidence)],
};

const modes = forEach("aws_eks_cluster", (cluster) => {
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
});

/** EKS logs the role and session of each request unless the entry sets a user name, which would hide the caller. */
const names = forEach("aws_eks_access_entry", (entry) => {
  const name = entry.get("user_name");
  return isAbsent(name)
    ? compliant(entry.address)
    : violated(entry.address, `its user_name ${keyOf(name)} replaces role and session in audit logs`);
});
