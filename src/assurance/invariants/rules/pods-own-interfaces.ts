import { decodedJson, textOf } from "../../terraform";
import { field } from "../../terraform/blocks";
import { compliant, type Evidence, type Rule, violated } from "../rule";

export const podsOwnInterfaces: Rule = {
  id: "pods-own-interfaces",
  threat: "On the interface of the node, a pod has the groups of the node, whatever its policy says.",
  check: ({ configuration }: Evidence) =>
    configuration.resources("aws_eks_cluster").map((cluster) => {
      const { address } = cluster;
      const addOn = configuration
        .resources("aws_eks_addon")
        .find(
          (candidate) =>
            textOf(candidate.get("addon_name")) === "vpc-cni" &&
            configuration.resourceNamed("aws_eks_cluster", candidate.get("cluster_name")) === cluster,
        );
      const values = addOn && decodedJson(addOn.get("configuration_values"));
      const variable = (name: string) => values && textOf(field(values, "env", name));
      const strict = variable("POD_SECURITY_GROUP_ENFORCING_MODE") ?? "strict";
      if (variable("ENABLE_POD_ENI") !== "true") return violated(address, "vpc-cni without ENABLE_POD_ENI");
      return strict === "strict"
        ? compliant(address)
        : violated(address, `vpc-cni enforces groups in mode ${strict}`);
    }),
};
