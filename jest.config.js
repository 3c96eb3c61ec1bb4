const { availableParallelism } = require("node:os");

module.exports = {
  // Other folders need no scan: Jest does not load their modules (environment.js).
  roots: ["<rootDir>/__tests__"],
  testMatch: ["**/*.test.ts"],
  globalSetup: "<rootDir>/__tests__/support/jest/setup.js",
  testEnvironment: "<rootDir>/__tests__/support/jest/environment.js",
  testRunner: "<rootDir>/__tests__/support/jest/runner.js",
  transform: { "\\.ts$": "<rootDir>/__tests__/support/jest/transform.js" },
  // Half again as many workers as processors, since many tests only wait: for PostgreSQL, processes and silent peers.
  maxWorkers: Math.ceil(1.5 * availableParallelism()),
  testTimeout: 60_000,
};
