import fs from "node:fs";
import path from "node:path";
import { credentialsCode } from "../../src/database/credentials-function";
import type { CodeProps } from "../../src/functions/code";
import { projectFolder } from "../../src/functions/project-folder";
import { deploy } from "./support/deploy";

interface Size {
  readonly code: CodeProps;
  /** The most that its files may come to, in bytes: Lambda reads all of them at every cold start. */
  readonly limit: number;
}

const sizes: Readonly<Record<string, Size>> = {
  "database-credentials": { code: credentialsCode("eu-west-1"), limit: 500_000 },
  "register-targets": { code: { source: "register-targets" }, limit: 350_000 },
};

test("each function has a limit", () => {
  expect(fs.readdirSync(path.join(projectFolder(), "lambda-src")).sort()).toEqual(Object.keys(sizes));
});

test.each(Object.entries(sizes))("%s comes to no more than its limit", (_name, { code, limit }) => {
  // Lambda reads the map only where an error is shown.
  const folder = deploy(code);
  const names = fs.readdirSync(folder).filter((name) => name !== "index.js.map");
  const bytes = names.reduce((sum, name) => sum + fs.statSync(path.join(folder, name)).size, 0);
  expect(bytes).toBeGreaterThan(limit / 2);
  expect(bytes).toBeLessThanOrEqual(limit);
});
