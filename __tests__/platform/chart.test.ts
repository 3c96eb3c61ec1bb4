import { Chart } from "../../src/platform/chart";

test("another version is possible, from a mirror too", () => {
  const chart = Chart.of("https://charts.example.com", "reloader", "3.0.1");
  expect(chart.release()).toEqual({
    name: "reloader",
    chart: "reloader",
    repository: "https://charts.example.com",
    version: "3.0.1",
  });
  expect(chart.release("oci://mirror.example.com/charts").repository).toBe("oci://mirror.example.com/charts");
});

test.each(["^1.6.0", "3", "latest"])(
  "a range is refused, since it may change between plan and apply: %s",
  (version) => {
    expect(() => Chart.of("https://charts.example.com", "reloader", version)).toThrow(
      `Chart version of reloader is "${version}": give an exact one, such as 1.6.0.`,
    );
  },
);
