import { gives, powers, readsSecrets } from "../../../src/assurance/identity/questions/kubernetes-powers";
import { addOnFacts } from "../../../src/assurance/known/add-ons";
import { atLeastOne } from "../../support/at-least-one";
import { shippedStacks } from "../../support/environments";

const installed = [
  ...new Set(
    shippedStacks()
      .filter(({ name }) => name.endsWith("-cluster"))
      .flatMap((stack) =>
        Object.values(stack.resources("aws_eks_addon")).map(({ addon_name }) => addon_name),
      ),
  ),
].sort();

test("facts exist for exactly the add-ons that are installed", () =>
  expect(Object.keys(addOnFacts).sort()).toEqual(atLeastOne(installed)));

test.each(Object.entries(addOnFacts))(
  "facts of %s name their manifest and the day on which it was read",
  (_, facts) => {
    expect(facts?.source).toMatch(/^https:\/\/github\.com\/[\w-]+\/[\w-]+\/(tree|blob)\/v\d+\.\d+\.\d+\/./);
    expect(facts?.read).toMatch(/^20\d\d-\d\d-\d\d$/);
    expect(facts?.accounts.length).toBeGreaterThan(0);
  },
);

test("no service account of an add-on reads Kubernetes secrets or acts as another account", () => {
  const rights = Object.values(addOnFacts).flatMap((facts) =>
    (facts?.accounts ?? []).flatMap((account) => account.rights),
  );
  for (const right of atLeastOne(rights))
    expect([readsSecrets, ...powers].filter((power) => gives(right, power))).toEqual([]);
});
