import fs from "node:fs";
import path from "node:path";
import { filesIn } from "../support/files";
import { project } from "../support/program";

const folder = path.join(project, "__tests__");
const files = filesIn(folder, ".test.ts");

/** What cannot be empty: cases written out, and resources of a type, of which `Synthesized` demands one. */
const cannotBeEmpty =
  /^(atLeastOne\(|\[(?!\.\.\.)|Object\.(values|entries|keys)\([\w.]+\.resources\([^()]*\)\)$)/;

/** Lines with a loop over cases of which there may be none, and which asserts in its body. */
function loops(text: string): string[] {
  const lines = text.split("\n");
  return lines.filter((line, index) => {
    const [, indent = "", start = ""] = /^(\s*)for \(const .+? of (.*)$/.exec(line) ?? [];
    if (start === "" || cannotBeEmpty.test(withoutBody(start))) return false;
    const rest = lines.slice(index + 1);
    const end = rest.findIndex((other) => other.trim() !== "" && indentOf(other) <= indent.length);
    return [line, ...rest.slice(0, end)].some((other) => other.includes("expect("));
  });
}

const indentOf = (line: string): number => line.length - line.trimStart().length;

/** `cases` of `cases) expect(1).toBe(1);`: what stands before the parenthesis that ends the head of the loop. */
function withoutBody(start: string): string {
  let depth = 1;
  const end = [...start].findIndex((letter) => {
    depth += letter === "(" ? 1 : letter === ")" ? -1 : 0;
    return depth === 0;
  });
  return end < 0 ? start : start.slice(0, end);
}

test("a loop that asserts has at least one case", () => {
  expect(files.length).toBeGreaterThan(100);
  const found = files.flatMap((file) =>
    loops(fs.readFileSync(path.join(folder, file), "utf8")).map((line) => `${file}: ${line.trim()}`),
  );
  expect(found).toEqual([]);
});

test.each([
  ["  for (const one of cases) expect(one).toBe(1);", 1],
  ["  for (const one of cases)\n    expect(one).toBe(1);\n  done();", 1],
  ["  for (const { a } of all().filter(b)) {\n    const c = a;\n    expect(c).toBe(1);\n  }", 1],
  ["  for (const one of Object.values(stack.json.resource)) {\n    expect(one).toBe(1);\n  }", 1],
  ["  for (const one of [...cases]) expect(one).toBe(1);", 1],
  ["  for (const one of atLeastOne(cases)) expect(one).toBe(1);", 0],
  ['  for (const one of ["a", "b"]) expect(one).toBe(1);', 0],
  ['  for (const one of Object.values(stack.resources("aws_vpc"))) expect(one).toBe(1);', 0],
  ["  for (const one of cases) one.dispose();\n  expect(1).toBe(1);", 0],
])("the search finds in %j so many loops: %d", (text, count) => {
  expect(loops(text)).toHaveLength(count);
});
