import { harmless } from "./mutations/harmless";
import { indirect } from "./mutations/indirect";
import { locks } from "./mutations/locks";
import { neighbours } from "./mutations/neighbours";
import { trust } from "./mutations/trust";
import { Stacks, testSources } from "./support";

const base = new Stacks(testSources());
const before = base.facts();

/** What a change makes possible, and which rules it breaks, that was not so before. */
const added = (change: (stacks: Stacks) => void): string[] =>
  [...base.changed(change).facts()].filter((fact) => !before.has(fact)).sort();

describe.each([
  ["who may assume a role", trust],
  ["what locks a secret", locks],
  ["what neighbours may do", neighbours],
  ["indirect ways", indirect],
])("%s", (_, mutations) => {
  test.each(mutations)("the gate finds %s", (_name, change, caught) => {
    expect(added(change)).toEqual(expect.arrayContaining(caught));
  });
});

test.each(harmless)("%s changes no verdict", (_, change) => {
  expect(added(change)).toEqual([]);
});
