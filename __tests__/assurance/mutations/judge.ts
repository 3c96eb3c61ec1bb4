import type { Proof } from "../../../src/assurance";
import { full, shareOf } from "../../support/effort";
import { topologies, turnOf } from "../../support/topologies";
import type { Change } from "../support/edits";
import { subject } from "./environments";

/**
 * Changes an environment of a topology in many ways, and judges each: in `npm test` every fourth way, others in each
 * topology, in full all. A test file each, so that workers share them.
 */
export function judge(topology: string): void {
  const { environment, ...changes } = subject(topology);
  const turn = turnOf(topology);
  const weakenings = shareOf(changes.weakenings, turn, topologies.length);
  const harmless = shareOf(changes.harmless, turn, topologies.length);
  const score = { caught: 0, passed: 0 };

  const said = ({ problems }: Proof): string =>
    problems.map(({ about, text, details }) => [`${about}: ${text}`, ...details, ""].join("\n")).join("");

  /** All that the gate finds; with `FULL=1` it finds the same from scratch. */
  const found = (change: Change = () => {}): string => {
    const text = said(environment.after(change));
    if (full(false, true)) expect(said(environment.afterFromScratch(change))).toBe(text);
    return text;
  };

  afterAll(() => {
    process.stderr.write(
      `${topology}: ${score.caught}/${weakenings.length} weakenings caught, ${score.passed}/${harmless.length} harmless changes pass\n`,
    );
  });

  test("is proved before anything is changed", () => {
    expect(found()).toBe("");
  });

  test.each(weakenings)("%s is caught, and named", (_, change, ...caught) => {
    const text = found(change);
    for (const expected of caught) expect(text).toMatch(expected);
    score.caught++;
  });

  test.each(harmless)("%s: nothing to say", (_, change) => {
    expect(found(change)).toBe("");
    score.passed++;
  });
}
