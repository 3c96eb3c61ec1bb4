import type { Environment } from "../../../src/config/model";
import { environment, organization } from "../../support/fixtures";

const isolations = ["instance", "database", "schema"] as const;

// Names are of one length: texts are compared character by character.
const organizations = Array.from("abcdefghijklmno", (letter, index) =>
  organization(`many-${letter}`, {
    isolation: isolations[index % isolations.length],
    authentication: index % isolations.length === 0 ? "iam" : "password",
  }),
);

/** So many organizations, of each isolation the same number. All of them are synthesized once per run. */
export const many = (count = organizations.length): Environment =>
  environment({}, organizations.slice(0, count));
