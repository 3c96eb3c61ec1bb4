import fs from "node:fs";
import path from "node:path";
import { project } from "../support/program";

/** Words that name no one in particular: a principal, a caller, an operator or a file can always be named. */
const vague = /\b(somebody|nobody|whoever|anybody|everybody|anyone|everyone|couples?)\b/i;

/** A changed description replaces a security group, and every pod that holds it loses its database meanwhile. */
const kept = [
  "src/database/path.ts: description: `Key to ${instanceIdentifier}: whoever holds this group may connect",
];

const files = ["src", "scripts", "pod-src", "lambda-src", "atlantis", "bench", "docs", "config", "__tests__"]
  .flatMap((folder) =>
    fs
      .readdirSync(path.join(project, folder), { recursive: true, encoding: "utf8" })
      .map((file) => path.posix.join(folder, file.split(path.sep).join("/"))),
  )
  .concat("README.md", "CONTRIBUTING.md")
  .filter((file) => /\.(ts|mjs|sh|md|yaml)$/.test(file) && file !== "__tests__/app/words.test.ts");

test("code, tests, messages and documents use the defined terms", () => {
  expect(files.length).toBeGreaterThan(200);
  const found = files.flatMap((file) =>
    fs
      .readFileSync(path.join(project, file), "utf8")
      .split("\n")
      .filter((line) => vague.test(line))
      .map((line) => `${file}: ${line.trim()}`),
  );
  expect(found.filter((line) => !kept.some((start) => line.startsWith(start)))).toEqual([]);
  expect(found).toHaveLength(kept.length);
});
