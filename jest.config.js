module.exports = {
  testMatch: ["**/__tests__/**/*.test.ts"],
  globalSetup: "<rootDir>/__tests__/support/jest/setup.js",
  testEnvironment: "<rootDir>/__tests__/support/jest/environment.js",
  testRunner: "<rootDir>/__tests__/support/jest/runner.js",
  transform: { "\\.ts$": "<rootDir>/__tests__/support/jest/transform.js" },
  modulePathIgnorePatterns: [
    "<rootDir>/dist/",
    "<rootDir>/cdktf.out/",
    "<rootDir>/bootstrap.out/",
    "<rootDir>/scan.out/",
  ],
  maxWorkers: "100%",
  testTimeout: 60_000,
};
