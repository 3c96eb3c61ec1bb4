import fs from "node:fs";
import path from "node:path";
import { filesIn } from "../support/files";
import { project } from "../support/program";

const tests = path.join(project, "__tests__");
const others = filesIn(tests, ".ts").filter(
  (file) => file !== path.join("support", "effort.ts") && file !== here(),
);

function here(): string {
  return path.relative(tests, __filename);
}

test("one file decides how many random cases run and which seed they have", () => {
  expect(others.length).toBeGreaterThan(200);
  const decides = /\bfc\.(assert|check|sample)\(|Math\.random\(|\benv\.(FULL|SEED)\b/;
  expect(others.filter((file) => decides.test(fs.readFileSync(path.join(tests, file), "utf8")))).toEqual([]);
});

test("no test has a timeout below the common one", () => {
  const { testTimeout }: { testTimeout: number } = require("../../jest.config.js");
  const lower = others.filter((file) => {
    const text = fs.readFileSync(path.join(tests, file), "utf8");
    return [...text.matchAll(/^\s*\}, ([\d_]+)\);$/gm)].some(
      ([, limit = ""]) => Number(limit.replaceAll("_", "")) < testTimeout,
    );
  });
  expect(lower).toEqual([]);
});
