import fs from "node:fs";
import path from "node:path";
import { bundle } from "../../src/functions/bundle";
import { projectFolder } from "../../src/functions/project-folder";

/** The most that the code of each function may come to, in bytes: Lambda reads all of it at every cold start. */
const limits = { "database-credentials": 700_000, "register-targets": 350_000 };

test("each function has a limit", () => {
  expect(fs.readdirSync(path.join(projectFolder(), "lambda-src")).sort()).toEqual(Object.keys(limits));
});

test.each(Object.entries(limits))("%s is at most %i bytes of code", (name, limit) => {
  const code = bundle(name, projectFolder())["index.js"];
  expect(code?.length).toBeGreaterThan(limit / 2);
  expect(code?.length).toBeLessThanOrEqual(limit);
});
