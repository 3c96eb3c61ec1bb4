import { decodedJson, isAbsent, keyOf, type Resource, textOf, type Value } from "../../terraform";
import { field, readable } from "../../terraform/blocks";
import { compliant, type Evidence, type Finding, type Rule, violated } from "../rule";

const namespaces = ["kubernetes_namespace_v1", "kubernetes_namespace"];
const policies = ["kubernetes_network_policy_v1", "kubernetes_network_policy"];

export const namespacesDefaultDeny: Rule = {
  id: "namespaces-default-deny",
  threat: "A pod that no policy selects may connect to every pod, and every pod may connect to it.",
  check: ({ configuration }: Evidence) => {
    const all = policies.flatMap((type) => configuration.resources(type));
    const placeOf = (policy: Resource): string => keyOf(field(policy.get("metadata"), "namespace"));
    const denied = new Set(all.filter((policy) => lacks(policy) === 0).map(placeOf));
    const nearest = (namespace: string): string | undefined =>
      all.filter((policy) => placeOf(policy) === namespace).sort((a, b) => lacks(a) - lacks(b))[0]?.address;
    return [
      ...namespaces
        .flatMap((type) => configuration.resources(type))
        .map((namespace) => {
          const name = keyOf(field(namespace.get("metadata"), "name"));
          return denied.has(name)
            ? compliant(namespace.address)
            : violated(
                namespace.address,
                "no network policy of the namespace selects all pods and allows nothing in both directions",
                { cause: nearest(name) },
              );
        }),
      ...configuration.resources("aws_eks_addon").filter(isOfNetwork).map(enforces),
    ];
  },
};

const isOfNetwork = (addOn: Resource): boolean => textOf(addOn.get("addon_name")) === "vpc-cni";

/** The add-on must be told to enforce network policies: otherwise they have no effect. */
const enforces = (addOn: Resource): Finding =>
  textOf(field(decodedJson(addOn.get("configuration_values")), "enableNetworkPolicy")) === "true"
    ? compliant(addOn.address)
    : violated(addOn.address, "it enforces no network policies: enableNetworkPolicy is not true");

/** Number of differences from a policy that selects all pods and allows nothing in both directions. */
function lacks(policy: Resource): number {
  const spec = policy.get("spec");
  const types = field(spec, "policy_types");
  const directions = types.kind === "list" ? types.items.map(textOf) : [];
  return [
    directions.includes("Ingress"),
    directions.includes("Egress"),
    isEmpty(field(spec, "ingress")),
    isEmpty(field(spec, "egress")),
    selectsAll(field(spec, "pod_selector")),
  ].filter((holds) => !holds).length;
}

const isEmpty = (value: Value): boolean =>
  isAbsent(value) || (value.kind === "list" && value.items.length === 0);

/** An empty selector matches every pod; Kubernetes refuses an absent selector. */
function selectsAll(selector: Value): boolean {
  const { blocks, unclear } = readable(selector);
  return unclear.length === 0 && blocks.length === 1 && blocks[0]?.entries.size === 0;
}
