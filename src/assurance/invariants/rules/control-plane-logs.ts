import { textOf } from "../../terraform";
import { compliant, forEach, type Rule, violated } from "../rule";

const kinds = ["api", "audit", "authenticator", "controllerManager", "scheduler"];

export const controlPlaneLogs: Rule = {
  id: "control-plane-logs",
  threat: "Without the audit log there is no record of which principal read which Kubernetes secret.",
  check: forEach("aws_eks_cluster", (cluster) => {
    const enabled = cluster.get("enabled_cluster_log_types");
    const found = enabled.kind === "list" ? enabled.items.map(textOf) : [];
    const missing = kinds.filter((kind) => !found.includes(kind));
    return missing.length === 0
      ? compliant(cluster.address)
      : violated(cluster.address, `without logs of kind ${missing.join(", ")}`);
  }),
};
