import fc from "fast-check";
import { IntervalSet, Region } from "../../../src/assurance/sets";
import { holds } from "../../support/effort";

const side = [0, 1, 2, 3, 4];
const points = side.flatMap((x) => side.flatMap((y) => side.map((z) => [x, y, z])));

const axis = fc
  .array(fc.tuple(fc.nat(4), fc.nat(4)), { minLength: 1, maxLength: 2 })
  .map((intervals) => IntervalSet.of(...intervals));
const region = fc
  .array(fc.tuple(axis, axis, axis), { maxLength: 4 })
  .map((boxes) => Region.unionOf(boxes.map((box) => Region.of(...box))));

const cells = (set: Region) => points.filter((point) => set.has(point));

describe("a set of points", () => {
  test("unites, intersects and subtracts cell by cell", () => {
    holds(
      fc.property(region, region, (a, b) => {
        expect(cells(a.union(b))).toEqual(points.filter((p) => a.has(p) || b.has(p)));
        expect(cells(a.intersect(b))).toEqual(points.filter((p) => a.has(p) && b.has(p)));
        expect(cells(a.subtract(b))).toEqual(points.filter((p) => a.has(p) && !b.has(p)));
      }),
      30,
      100,
    );
  });

  test("judges subsets, equality and emptiness", () => {
    holds(
      fc.property(region, region, (a, b) => {
        expect(a.isSubsetOf(b)).toBe(cells(a).every((point) => b.has(point)));
        expect(a.equals(b)).toBe(JSON.stringify(cells(a)) === JSON.stringify(cells(b)));
        expect(a.isEmpty).toBe(cells(a).length === 0);
      }),
      30,
      100,
    );
  });

  test("counts no point twice: its boxes are disjoint", () => {
    holds(
      fc.property(region, region, (a, b) => {
        for (const set of [a, a.union(b), a.intersect(b), a.subtract(b)])
          expect(set.size).toBe(cells(set).length);
      }),
      30,
      100,
    );
  });

  test("returns one of its points, or none if it is empty", () => {
    holds(
      fc.property(region, (a) => {
        expect(a.sample === undefined ? a.isEmpty : a.has(a.sample)).toBe(true);
      }),
      30,
      100,
    );
  });

  test("swaps, projects and rewrites axes", () => {
    holds(
      fc.property(region, axis, (a, set) => {
        expect(cells(a.permuted([2, 1, 0]))).toEqual(
          points.filter(([x, y, z]) => a.has([z, y, x] as number[])),
        );
        expect(side.filter((x) => a.projected(0).has(x))).toEqual(
          side.filter((x) => cells(a).some((point) => point[0] === x)),
        );
        const rewritten = a.rewritten(new Map([[1, set]]));
        expect(cells(rewritten)).toEqual(
          points.filter(
            ([x, y, z]) => set.has(y as number) && cells(a).some((p) => p[0] === x && p[2] === z),
          ),
        );
      }),
      30,
      100,
    );
  });
});
