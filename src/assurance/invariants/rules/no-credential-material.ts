import { credentialMaterialIn } from "../credential-material";
import { compliant, forEachStack, type Rule, violated } from "../rule";

export const noCredentialMaterial: Rule = {
  id: "no-credential-material",
  threat: "Synthesized files are committed, planned, logged and stored in many places.",
  check: forEachStack(({ name, source }) => {
    const found = credentialMaterialIn(source.json);
    return [found.length === 0 ? compliant(name) : violated(name, found.join("; "))];
  }),
};
