import { suspicious } from "../credential-material";
import { compliant, type Evidence, type Rule, violated } from "../rule";

export const noCredentialMaterial: Rule = {
  id: "no-credential-material",
  threat: "What is synthesized is committed, planned, logged and kept by many.",
  check: ({ sources }: Evidence) =>
    sources.map(({ name, json }) => {
      const found = suspicious(json);
      return found.length === 0 ? compliant(name) : violated(name, found.join("; "));
    }),
};
