import { isAbsent, textOf } from "../../terraform";
import { field } from "../../terraform/blocks";
import { compliant, type Evidence, type Finding, type Rule, violated } from "../rule";

export const podsChosenByAccount: Rule = {
  id: "pods-chosen-by-account",
  threat: "By labels of pods, or without any, whatever runs in the namespace holds the key to the database.",
  check: ({ configuration }: Evidence) =>
    configuration.resources("kubernetes_manifest").flatMap((resource): Finding[] => {
      const written = resource.get("manifest");
      const manifest = written.kind === "encoded" ? written.content : written;
      if (textOf(field(manifest, "kind")) !== "SecurityGroupPolicy") return [];
      const labels = field(manifest, "spec", "serviceAccountSelector", "matchLabels");
      const isNarrow = labels.kind === "dictionary" && labels.entries.size > 0;
      return isNarrow && isAbsent(field(manifest, "spec", "podSelector"))
        ? [compliant(resource.address)]
        : [violated(resource.address, "it does not name a label of a service account")];
    }),
};
