import { isAbsent, keyOf, textOf } from "../../terraform";
import { compliant, forEach, type Rule, violated } from "../rule";

/** What pods of an organization may not have: each would be a way in that no load balancer of config is. */
const none = ["services.loadbalancers", "services.nodeports"];

export const namespacesLimited: Rule = {
  id: "namespaces-limited",
  threat: "A service of another type is a load balancer on the internet, or a port on every node.",
  check: forEach("kubernetes_namespace_v1", (namespace, { configuration }) => {
    const name = keyOf(namespace.get("metadata", 0, "name"));
    const quotas = configuration
      .resources("kubernetes_resource_quota_v1")
      .filter((quota) => keyOf(quota.get("metadata", 0, "namespace")) === name)
      // One with a scope counts some of the pods, and nothing else.
      .filter((quota) =>
        ["scopes", "scope_selector"].every((scope) => isAbsent(quota.get("spec", 0, scope))),
      );
    const open = none.filter(
      (resource) => !quotas.some((quota) => textOf(quota.get("spec", 0, "hard", resource)) === "0"),
    );
    return open.length === 0
      ? compliant(namespace.address)
      : violated(namespace.address, `no quota of it forbids ${open.join(" and ")}`);
  }),
};
