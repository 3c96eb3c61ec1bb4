import { Chart } from "../../src/platform/chart";
import { atLeastOne } from "../support/at-least-one";

test.each(atLeastOne(Object.values(Chart)))(
  "the version of $name is exact: a range may change between plan and apply",
  ({ version }) => expect(version).toMatch(/^\d+\.\d+\.\d+$/),
);

test("a mirror stands in for the public repository", () =>
  expect(Chart.RELOADER.release("oci://mirror.example.com/charts")).toEqual({
    ...Chart.RELOADER.release(),
    repository: "oci://mirror.example.com/charts",
  }));
