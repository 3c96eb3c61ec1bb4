import fc from "fast-check";
import { type Interval, IntervalSet } from "../../../src/assurance/sets";
import { holds } from "../../support/effort";

const universe = Array.from({ length: 24 }, (_, value) => value);
const interval = fc.tuple(fc.nat(23), fc.nat(23));
const intervals = fc.array(interval, { maxLength: 6 });

/** The obvious meaning: try every integer. */
const members = (set: IntervalSet) => universe.filter((value) => set.has(value));
const expected = (list: Interval[]) =>
  universe.filter((value) => list.some(([a, b]) => a <= value && value <= b));

describe("a set of integers", () => {
  test("contains exactly the integers of its intervals", () => {
    holds(
      fc.property(intervals, (list) => {
        expect(members(IntervalSet.of(...list))).toEqual(expected(list));
      }),
      30,
      100,
    );
  });

  test("unites, intersects and subtracts exactly", () => {
    holds(
      fc.property(intervals, intervals, (left, right) => {
        const [a, b] = [IntervalSet.of(...left), IntervalSet.of(...right)];
        expect(members(a.union(b))).toEqual(universe.filter((value) => a.has(value) || b.has(value)));
        expect(members(a.intersect(b))).toEqual(universe.filter((value) => a.has(value) && b.has(value)));
        expect(members(a.subtract(b))).toEqual(universe.filter((value) => a.has(value) && !b.has(value)));
      }),
      30,
      100,
    );
  });

  test("judges subsets, equality, emptiness, size and smallest member", () => {
    holds(
      fc.property(intervals, intervals, (left, right) => {
        const [a, b] = [IntervalSet.of(...left), IntervalSet.of(...right)];
        expect(a.isSubsetOf(b)).toBe(members(a).every((value) => b.has(value)));
        expect(a.equals(b)).toBe(members(a).join() === members(b).join());
        expect(a.isEmpty).toBe(members(a).length === 0);
        expect(a.size).toBe(members(a).length);
        expect(a.smallest).toBe(members(a)[0]);
      }),
      30,
      100,
    );
  });

  test("has one form, however it was computed", () => {
    expect(IntervalSet.of([5, 9], [1, 4]).intervals).toEqual([[1, 9]]);
    expect(IntervalSet.of([9, 5])).toBe(IntervalSet.empty);
  });

  test("two halves of a range equal the range", () => {
    const halves = IntervalSet.of([0, 2 ** 31 - 1], [2 ** 31, 2 ** 32 - 1]);
    expect(halves.equals(IntervalSet.of([0, 2 ** 32 - 1]))).toBe(true);
  });
});
