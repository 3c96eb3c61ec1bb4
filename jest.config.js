const { dependencies, devDependencies } = require("./package.json");

const { jest: _, ...packages } = { ...dependencies, ...devDependencies };

module.exports = {
  testMatch: ["**/__tests__/**/*.test.ts"],
  globalSetup: "<rootDir>/__tests__/support/jest/setup.js",
  testEnvironment: "<rootDir>/__tests__/support/jest/environment.js",
  transform: {
    [`\\.ts$|/scripts/.*\\.js$|/node_modules/(${Object.keys(packages).join("|")})/.*\\.c?js$`]:
      "<rootDir>/__tests__/support/jest/transform.js",
  },
  transformIgnorePatterns: [],
  setupFiles: ["<rootDir>/scripts/for-cdktf.js"],
  modulePathIgnorePatterns: [
    "<rootDir>/dist/",
    "<rootDir>/cdktf.out/",
    "<rootDir>/bootstrap.out/",
    "<rootDir>/scan.out/",
  ],
  maxWorkers: "100%",
  testTimeout: 60_000,
};
