import { field } from "../../terraform/blocks";
import { type Evidence, judge, type Rule } from "../rule";

const types = ["kubernetes_namespace_v1", "kubernetes_namespace"];

export const namespacesRestricted: Rule = {
  name: "Namespaces admit restricted pods only",
  threat: "A privileged pod is root on its node, and has what every pod there has.",
  check: ({ configuration }: Evidence) =>
    types
      .flatMap((type) => configuration.resources(type))
      .map((namespace) =>
        judge(
          namespace.address,
          "pod-security.kubernetes.io/enforce",
          field(namespace.get("metadata"), "labels", "pod-security.kubernetes.io/enforce"),
          (level) => level === "restricted",
        ),
      ),
};
