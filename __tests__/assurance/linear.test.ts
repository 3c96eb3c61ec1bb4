import { prove } from "../../src/assurance";
import { intentOf } from "../../src/stacks/intent";
import { callbacksIn } from "./support/callbacks";
import { many } from "./support/many";
import { writtenSources } from "./support/sources";

/** Shared stacks are the same for any number of organizations. */
const sources = writtenSources(many());

function callsFor(count: number): ReadonlyMap<string, number> {
  const config = many(count);
  const isThere = (stack: string): boolean =>
    !stack.includes("-org-") || config.organizations.some(({ name }) => stack.endsWith(`-${name}`));
  const stacks = sources.filter(({ name }) => isThere(name));
  // Nothing is remembered of a copy.
  return callbacksIn(() => {
    const [proof] = prove(structuredClone(stacks), [intentOf(config)]);
    expect(proof?.problems).toEqual([]);
  });
}

test("twice as many organizations take twice the work: they are not compared pairwise", () => {
  // What is remembered from one environment to the next is known before the first one that counts.
  const [, few, more, most] = [3, 3, 6, 12].map(callsFor);
  const excess = [...(most ?? [])].map(([text, calls]) => {
    const [a = 0, b = 0] = [few?.get(text), more?.get(text)];
    return { text, a, b, calls, excess: calls - b - 2 * (b - a) };
  });
  expect(excess.filter((one) => one.excess > 0)).toEqual([]);
});
