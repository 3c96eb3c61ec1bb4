import { field } from "../../terraform/blocks";
import { type Evidence, judge, type Rule, worst } from "../rule";

const enforce = "pod-security.kubernetes.io/enforce";

/** "restricted" has not changed since Kubernetes 1.25; without a version, the cluster's version applies. */
const isCurrent = (version: string | undefined): boolean =>
  version === undefined || version === "latest" || Number(/^v1\.(\d+)$/.exec(version)?.[1] ?? 0) >= 25;

const types = ["kubernetes_namespace_v1", "kubernetes_namespace"];

export const namespacesRestricted: Rule = {
  id: "namespaces-restricted",
  threat: "A privileged pod is root on its node, and can use what every pod there can use.",
  check: ({ configuration }: Evidence) =>
    types
      .flatMap((type) => configuration.resources(type))
      .map((namespace) => {
        const label = (name: string) => field(namespace.get("metadata"), "labels", name);
        return worst(namespace.address, [
          judge(namespace.address, enforce, label(enforce), (level) => level === "restricted"),
          judge(namespace.address, `${enforce}-version`, label(`${enforce}-version`), isCurrent),
        ]);
      }),
};
