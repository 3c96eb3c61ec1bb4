import fc from "fast-check";
import { Text } from "../../../src/assurance/identity/policy/text";
import { isEqual, sharing } from "../../../src/assurance/terraform";
import { holds } from "../../support/effort";

const values = fc.anything({ withMap: true, withSet: true, maxDepth: 3 });

test("is the earlier value where the two are equal, and equal to the later one otherwise", () => {
  holds(
    fc.property(values, values, (earlier, later) => {
      const shared = sharing(earlier, later);
      expect(shared).toEqual(later);
      if (Object.is(shared, earlier)) expect(later).toEqual(earlier);
    }),
    200,
    5000,
  );
});

test("knows a copy", () => {
  const json = fc.jsonValue();
  holds(
    fc.property(json, (value) => {
      expect(sharing(value, structuredClone(value))).toBe(value);
    }),
    200,
    5000,
  );
});

test("has the equal parts of two that differ from the earlier one", () => {
  const earlier = { list: [{ a: 1 }, { b: 2 }, { c: 3 }], map: new Map([["x", { y: 1 }]]) };
  const later = { list: [{ a: 1 }, { new: 0 }, { b: 2 }, { c: 3 }], map: new Map([["x", { y: 1 }]]) };
  const shared = sharing(earlier, later);
  expect(shared).toEqual(later);
  expect(shared.map).toBe(earlier.map);
  expect([0, 2, 3].map((index) => earlier.list.indexOf(shared.list[index] as { a: number }))).toEqual([
    0, 1, 2,
  ]);
});

test("takes another order of names for a difference: resources are told in the order in which they are written", () => {
  expect(isEqual({ a: 1, b: 2 }, { b: 2, a: 1 })).toBe(false);
  expect(
    isEqual(
      new Map([
        ["a", 1],
        ["b", 2],
      ]),
      new Map([
        ["b", 2],
        ["a", 1],
      ]),
    ),
  ).toBe(false);
});

test("compares texts by all of their parts", () => {
  expect(isEqual(Text.of("a", "b"), Text.of("ab"))).toBe(true);
  expect(isEqual(Text.other("x"), Text.of({ placeholder: "unknown", length: "any", id: "x" }))).toBe(false);
});
