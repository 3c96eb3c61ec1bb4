import { full, shareOf } from "../../support/effort";
import { environmentOf } from "../mutations/environments";
import { firstLines } from "../support/first-lines";
import type { Provable } from "../support/proofs";
import { type Attempt, applies, attemptsIn } from "./attempts";

/** In `npm test` every n-th attempt is made, in one topology. */
const turns = 8;

const weakening = "provider language secrets trust cluster pods network data details around guards reading"
  .split(" ")
  .flatMap(attemptsIn);
const harmless = attemptsIn("harmless");
const home = environmentOf("same-vpc", true);

const problemsAfter = ({ change }: Attempt, environment: Provable): string[] =>
  firstLines(environment.after(change));

test.each(shareOf(weakening, 0, turns))("the gate finds $name, and names it", (attempt) => {
  expectNamed(attempt, home);
});

test.each(shareOf(harmless, 0, turns))("$name changes no verdict", (attempt) => {
  expect(problemsAfter(attempt, home)).toEqual([]);
});

test("exactly the attempts that change no verdict give a reason", () => {
  expect(harmless.filter(({ why }) => !why)).toEqual([]);
  expect(weakening.filter(({ why }) => why)).toEqual([]);
});

// None but with FULL=1.
full([], ["peering", "private-link", "resource-endpoint"]).forEach((topology) => {
  test(`in the topology ${topology} the gate finds and names each attempt that applies there`, () => {
    const environment = environmentOf(topology, topology !== "resource-endpoint");
    const some = weakening.filter((attempt) => applies(attempt, environment.synthesis.copy()));
    expect(some.length).toBeGreaterThan(450);
    for (const attempt of some) expectNamed(attempt, environment);
  });
});

/** In the line that people read first. */
function expectNamed(attempt: Attempt, environment: Provable): void {
  const lines = problemsAfter(attempt, environment);
  const isNamed = attempt.named.some((name) => lines[0]?.includes(name));
  expect([attempt.name, isNamed ? "named" : lines]).toEqual([attempt.name, "named"]);
  expect(lines.filter((line) => /\[object |undefined/.test(line))).toEqual([]);
}
