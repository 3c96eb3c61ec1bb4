import { isAbsent, keyOf, type Resource, textOf } from "../../terraform";
import { compliant, type Rule, violated } from "../rule";

/** Services that would admit clients without a load balancer of config. */
const none = ["services.loadbalancers", "services.nodeports"];

export const namespacesLimited: Rule = {
  id: "namespaces-limited",
  threat: "A Service of these types is a load balancer on the internet, or a port on every node.",
  check: ({ configuration }) => {
    const forbidden = new Set(
      configuration
        .resources("kubernetes_resource_quota_v1")
        .filter(countsAll)
        .flatMap((quota) =>
          none
            .filter((resource) => textOf(quota.get("spec", 0, "hard", resource)) === "0")
            .map((resource) => `${resource} in ${namespaceOf(quota, "namespace")}`),
        ),
    );
    return configuration.resources("kubernetes_namespace_v1").map((namespace) => {
      const name = namespaceOf(namespace, "name");
      const open = none.filter((resource) => !forbidden.has(`${resource} in ${name}`));
      return open.length === 0
        ? compliant(namespace.address)
        : violated(namespace.address, `no quota of it forbids ${open.join(" and ")}`);
    });
  },
};

const namespaceOf = (resource: Resource, argument: "name" | "namespace"): string =>
  keyOf(resource.get("metadata", 0, argument));

/** A quota with a scope counts only some pods, and nothing else. */
const countsAll = (quota: Resource): boolean =>
  ["scopes", "scope_selector"].every((scope) => isAbsent(quota.get("spec", 0, scope)));
