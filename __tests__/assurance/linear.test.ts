import { prove } from "../../src/assurance";
import type { Environment } from "../../src/config/model";
import { intentOf } from "../../src/stacks/intent";
import { environment, organization } from "../support/fixtures";
import { callbacksIn } from "./support/callbacks";
import { writtenSources } from "./support/sources";

const organizations = Array.from({ length: 12 }, (_, index) =>
  // Names are of one length: texts are compared character by character.
  organization(`twice-${"abcdefghijkl"[index]}`, {
    isolation: ["schema", "database", "instance"][index % 3],
    authentication: index % 3 === 0 ? "iam" : "password",
  }),
);

/** Shared stacks are the same for any number of organizations. */
const sources = writtenSources(environment({}, organizations));

function callsFor(count: number): ReadonlyMap<string, number> {
  const config: Environment = environment({}, organizations.slice(0, count));
  const isThere = (stack: string): boolean =>
    !stack.includes("-org-") || config.organizations.some(({ name }) => stack.endsWith(`-${name}`));
  const stacks = sources.filter(({ name }) => isThere(name));
  // Nothing is remembered of a copy.
  return callbacksIn(() => {
    const [proof] = prove(structuredClone(stacks), [intentOf(config)]);
    expect(proof?.problems).toEqual([]);
  });
}

test("twice as many organizations are twice the work: none is held against each other one", () => {
  // What is remembered from one environment to the next is known before the first one that counts.
  const [, few, more, most] = [3, 3, 6, 12].map(callsFor);
  const excess = [...(most ?? [])].map(([text, calls]) => {
    const [a = 0, b = 0] = [few?.get(text), more?.get(text)];
    return { text, a, b, calls, excess: calls - b - 2 * (b - a) };
  });
  expect(excess.filter((one) => one.excess > 0)).toEqual([]);
});
