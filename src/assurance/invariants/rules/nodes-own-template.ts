import { isAbsent, textOf } from "../../terraform";
import { field } from "../../terraform/blocks";
import { compliant, forEach, type Rule, violated } from "../rule";

export const nodesOwnTemplate: Rule = {
  id: "nodes-own-template",
  threat:
    "An older version may have unsafe settings: a metadata service that answers pods, or no encryption.",
  check: forEach("aws_eks_node_group", (group, { configuration }) => {
    const version = field(group.get("launch_template"), "version");
    if (isAbsent(group.get("launch_template"))) return compliant(group.address);
    const isLatest =
      textOf(version) === "$Latest" ||
      (version.kind === "reference" &&
        version.path[0] === "latest_version" &&
        configuration.find(version.address)?.type === "aws_launch_template");
    return isLatest
      ? compliant(group.address)
      : violated(group.address, "it names a version of its template");
  }),
};
