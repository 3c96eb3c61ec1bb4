import { joinedName, shortName } from "../../src/foundation/short-name";

describe("shortName", () => {
  test("leaves a name that fits", () => expect(shortName("test-shared", 11)).toBe("test-shared"));

  test("shortens a longer name, always to the same one", () => {
    expect(shortName("test-org-a-long-name", 19)).toBe("test-org-a-4fb4c7d8");
  });

  test("never ends the readable part with a hyphen", () => {
    expect(shortName("test-org-acme-and-sons", 19)).toMatch(/^test-org-a[a-z]?-[0-9a-f]{8}$/);
    expect(shortName("test-orga-acme-and-sons", 19)).toMatch(/^test-orga-[0-9a-f]{8}$/);
  });

  test("distinguishes names with the same prefix", () => {
    const names = Array.from({ length: 500 }, (_, i) => shortName(`test-org-a-rather-long-name-${i}`, 20));
    expect(new Set(names).size).toBe(500);
  });
});

test("joinedName distinguishes parts that look alike when joined, has single hyphens, and keeps its maximum length", () => {
  const names = [
    ["a-b", "c"],
    ["a", "b-c"],
    ["a", "-b--c"],
    ["a-rather-long", "name-of-two"],
  ].map((parts) => joinedName(parts, 20));
  expect(names.map((name) => name.replace(/[0-9a-f]{8}$/, "*"))).toEqual([
    "a-b-c-*",
    "a-b-c-*",
    "a-b-c-*",
    "a-rather-lo-*",
  ]);
  expect(new Set(names).size).toBe(4);
});
