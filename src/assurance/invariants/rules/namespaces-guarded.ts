import { admissionPolicies, nearestTo, refusesIn } from "../../identity/model/admission";
import { refusedInNamespaces } from "../../known/restraints";
import { textOf } from "../../terraform";
import { field } from "../../terraform/blocks";
import { compliant, type Evidence, type Finding, type Rule, unknown, violated } from "../rule";

export const namespacesGuarded: Rule = {
  id: "namespaces-guarded",
  threat:
    "While the webhook that requests interfaces for pods does not run, a pod would start with the groups of its node.",
  check: ({ configuration }: Evidence): Finding[] => {
    const policies = configuration.derived(admissionPolicies);
    const namespaces = configuration
      .resources("kubernetes_namespace_v1")
      .map((namespace) => ({ address: namespace.address, metadata: namespace.get("metadata") }));
    return refusedInNamespaces.flatMap(({ otherwise, ...refusal }): Finding[] => {
      const [first, ...others] = namespaces.filter(
        ({ metadata }) => !policies.some((policy) => refusesIn(policy, field(metadata, "labels"), refusal)),
      );
      const place = nearestTo(policies, refusal, true)?.address ?? first?.address;
      if (place === undefined) return [];
      if (!first) return [compliant(place)];
      const more = others.length > 0 ? ` and ${others.length} more` : "";
      const name = textOf(field(first.metadata, "name"));
      const unguarded = (where: string) =>
        `in ${where}${more} no admission policy in force refuses ${otherwise}`;
      return typeof name === "string"
        ? [violated(place, unguarded(`the namespace ${name}`))]
        : [unknown(place, unguarded(first.address))];
    });
  },
};
