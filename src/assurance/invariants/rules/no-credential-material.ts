import { credentialMaterialIn } from "../credential-material";
import { forEachStack, type Rule, violatedBy } from "../rule";

export const noCredentialMaterial: Rule = {
  id: "no-credential-material",
  threat: "Synthesized files are committed, planned, logged and stored in many places.",
  check: forEachStack(({ name, source }) => {
    const found = credentialMaterialIn(source.json);
    return [violatedBy(name, found)];
  }),
};
