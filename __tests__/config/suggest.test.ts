import { suggest } from "../../src/config/suggest";

const keys = ["instanceClass", "multiAz", "storageGiB", "zones"];

test.each([
  ["instance_class", "instanceClass"],
  ["InstanceClass", "instanceClass"],
  ["intsanceClas", "instanceClass"],
  ["multi-az", "multiAz"],
  ["zone", "zones"],
  ["znoes", "zones"],
  ["storage", "storageGiB"],
  ["x", undefined],
  ["z".repeat(10_000), undefined],
])("for %s, %s was meant", (written, meant) => {
  expect(suggest(written, keys)).toBe(meant);
});
