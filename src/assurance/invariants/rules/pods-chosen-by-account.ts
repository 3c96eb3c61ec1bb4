import { groupedBy } from "../../grouping";
import { manifestsOf } from "../../manifests";
import { isAbsent, keyOf, type Resource, textOf, type Value } from "../../terraform";
import { field } from "../../terraform/blocks";
import { compliant, type Evidence, type Finding, type Rule, violated } from "../rule";

const accountTypes = ["kubernetes_service_account_v1", "kubernetes_default_service_account_v1"];

const namespaceOf = (metadata: Value): string => keyOf(field(metadata, "namespace"));

const hasLabels = (account: Resource, labels: Value): boolean =>
  labels.kind === "dictionary" &&
  [...labels.entries].every(
    ([name, value]) => textOf(field(account.get("metadata"), "labels", name)) === textOf(value),
  );

export const podsChosenByAccount: Rule = {
  id: "pods-chosen-by-account",
  threat:
    "A policy that selects by labels of pods, or selects all, gives the client security group to every pod of the namespace.",
  check: ({ configuration }: Evidence) => {
    const accounts = accountTypes.flatMap((type) => configuration.resources(type));
    const byNamespace = groupedBy(accounts, (account) => namespaceOf(account.get("metadata")));
    return configuration.derived(manifestsOf, "SecurityGroupPolicy").map((resource): Finding => {
      const manifest = resource.get("manifest");
      const labels = field(manifest, "spec", "serviceAccountSelector", "matchLabels");
      const inNamespace = byNamespace.get(namespaceOf(field(manifest, "metadata"))) ?? [];
      const [chosen, ...others] = inNamespace.filter((account) => hasLabels(account, labels));
      if (chosen && others[0])
        return violated(resource.address, `${others[0].address} also has the labels that it selects`);
      const isNarrow = labels.kind === "dictionary" && labels.entries.size > 0;
      return isNarrow && isAbsent(field(manifest, "spec", "podSelector"))
        ? compliant(resource.address)
        : violated(resource.address, "it does not name a label of a service account");
    });
  },
};
