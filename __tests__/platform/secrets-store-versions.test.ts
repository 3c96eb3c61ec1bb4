import { SecretsStoreVersions } from "../../src/platform/secrets-store-versions";

test("the listed pair is of charts that were released for each other", () => {
  expect({ ...SecretsStoreVersions.DRIVER_1_6 }).toEqual({ driver: "1.6.0", provider: "3.1.1" });
});

test("another pair is possible", () => {
  expect({ ...SecretsStoreVersions.of("1.7.2", "3.2.0") }).toEqual({ driver: "1.7.2", provider: "3.2.0" });
});

test.each([
  ["^1.6.0", "3.1.1", /driver is "\^1\.6\.0"/],
  ["1.6.0", "3", /provider is "3"/],
])("a range is refused, since it may change between plan and apply: %s, %s", (driver, provider, message) => {
  expect(() => SecretsStoreVersions.of(driver, provider)).toThrow(message);
});
