import { environment, organization } from "../../support/fixtures";
import type { Change } from "./edits";
import { differences, Synthesis, statements } from "./mutations";
import { sourcesOf } from "./sources";

/** Acme has a database, Globex a schema, Hooli an instance of its own. */
const synthesis = new Synthesis(
  sourcesOf(
    environment({}, [
      organization("acme"),
      organization("globex", { isolation: "schema" }),
      organization("hooli", { isolation: "instance" }),
    ]),
  ),
);
const before = statements(synthesis);

/** What is said differently about the environment after a change to its synthesized Terraform. */
export function changed(change: Change): string[] {
  const mutant = synthesis.copy();
  change(mutant);
  return differences(before, statements(mutant));
}
