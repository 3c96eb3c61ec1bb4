import { synthesizeBuckets } from "../../state/support";
import { environmentStacks } from "../../support/environments";
import type { Synthesized } from "../../support/synthesize";
import { accept, accepted, acceptedNames, fileOf } from "./accepted";
import { environments, stateBucket } from "./cases";
import { changes, listing } from "./listing";

const cases: [name: string, stacks: () => Map<string, Synthesized>][] = [
  ...[...environments].map(([name, environment]): [string, () => Map<string, Synthesized>] => [
    name,
    () => environmentStacks(environment),
  ]),
  [stateBucket, () => synthesizeBuckets(...environments.values())],
];

const explanation = (name: string, differences: readonly string[]): string => `Terraform addresses differ from
${fileOf(name)}:
${differences.map((difference) => `  ${difference}`).join("\n")}

Terraform destroys the resource of an address that is gone and creates that of a new address, even where the two are the
same resource under another construct id: a database, a key or an endpoint would be replaced. Restore the id, or keep the
resource by its method moveFromId(). A line "after" is a depends_on: without it, Terraform may create or destroy the two
in the wrong order.
Where the change is meant, this command rewrites the lists:
  ACCEPT_ADDRESSES=true npx jest __tests__/app/addresses/addresses
Commit them with the change, and say in the message what is replaced.`;

test.each(cases)("the addresses and dependencies of %s are those on record", (name, stacks) => {
  const found = listing([...stacks().values()]);
  if (process.env.ACCEPT_ADDRESSES) accept(name, found);
  const differences = changes(accepted(name), found);
  if (differences.length > 0) throw new Error(explanation(name, differences));
});

test("every recorded list belongs to a stack", () =>
  expect(acceptedNames().sort()).toEqual(cases.map(([name]) => name).sort()));
