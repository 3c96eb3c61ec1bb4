import { admissionPolicies, nearestTo, refusesIn } from "../../identity/model/admission";
import { refusedInNamespaces } from "../../known/restraints";
import { textOf } from "../../terraform";
import { field } from "../../terraform/blocks";
import { compliant, type Evidence, type Finding, type Rule, violated } from "../rule";

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
      const where = `the namespace ${String(textOf(field(first.metadata, "name")))}${more}`;
      return [violated(place, `in ${where} no admission policy in force refuses ${otherwise}`)];
    });
  },
};
