const { availableParallelism } = require("node:os");

module.exports = {
  // Jest looks for modules in no other folder: it loads none of them (environment.js).
  roots: ["<rootDir>/__tests__"],
  testMatch: ["**/*.test.ts"],
  globalSetup: "<rootDir>/__tests__/support/jest/setup.js",
  testEnvironment: "<rootDir>/__tests__/support/jest/environment.js",
  testRunner: "<rootDir>/__tests__/support/jest/runner.js",
  transform: { "\\.ts$": "<rootDir>/__tests__/support/jest/transform.js" },
  // Tests wait for PostgreSQL, for programs and for peers that never answer: a third of them while others work.
  maxWorkers: Math.ceil(1.5 * availableParallelism()),
  testTimeout: 60_000,
};
