import { quantityValue } from "../../src/config/quantity";

/** https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/, read in November 2026. */
test.each([
  ["2", 2],
  ["0.5", 0.5],
  ["500m", 0.5],
  ["1500m", 1.5],
  ["1Ki", 1024],
  ["1Mi", 1_048_576],
  ["256Mi", 268_435_456],
  ["1Gi", 1_073_741_824],
  ["1.5Gi", 1_610_612_736],
  ["1Ti", 1_099_511_627_776],
  ["1k", 1_000],
  ["1M", 1_000_000],
  ["1G", 1_000_000_000],
  ["1T", 1_000_000_000_000],
])("%s is %d", (quantity, value) => {
  expect(quantityValue(quantity)).toBeCloseTo(value, 9);
});

test.each(["1g", "1mi", "1 Gi", "Gi", ""])("%p is not a quantity", (text) => {
  expect(quantityValue(text)).toBeNaN();
});
