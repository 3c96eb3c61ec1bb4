import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { App, TerraformStack } from "cdktf";
import { unzipSync } from "fflate";
import { Code, type CodeProps } from "../../src/functions/code";
import { full } from "../support/effort";
import { checkout, emptyFolder } from "./support/checkout";

/** Synthesizes the function `echo` of a checkout into a stack, and returns what it says and what lies there. */
function synthesize(project: string, hclOutput = false, files?: CodeProps["files"]) {
  const outdir = emptyFolder();
  const app = new App({ outdir, hclOutput });
  const stack = new TerraformStack(app, "stack");
  const { path: file, hash } = new Code(stack, "code", { source: "echo", project, files });
  app.synth();
  return { file, hash, bytes: fs.readFileSync(path.join(outdir, "stacks/stack", file)) };
}

describe("the code of a function", () => {
  const project = checkout();
  const first = synthesize(project);

  test("is in the stack's folder, at the same path on every machine", () => {
    expect(first.file).toMatch(/^assets\/code_[0-9A-F]{8}\/[0-9a-f]{32}\/echo\.zip$/);
    expect(Object.keys(unzipSync(first.bytes))).toEqual(["index.js", "index.js.map"]);
  });

  test("has the hash that Lambda computes", () => {
    expect(first.hash).toBe(createHash("sha256").update(first.bytes).digest("base64"));
  });

  test("is the same from another checkout, and in HCL", () => {
    expect(synthesize(checkout({ below: "elsewhere" }))).toEqual(first);
    expect(synthesize(project, true)).toEqual(first);
  });

  test("has another path and hash when its content changes", () => {
    const changed = checkout();
    const file = path.join(changed, "lambda-src/echo/refuse.ts");
    fs.appendFileSync(file, "console.log(1);\n");
    const other = synthesize(changed);
    expect(other.hash).not.toBe(first.hash);
    expect(path.dirname(other.file)).not.toBe(path.dirname(first.file));
  });

  test("adds nothing to the project but build output", () => {
    expect(fs.readdirSync(project).sort()).toEqual(["dist", "lambda-src", "node_modules", "package.json"]);
    const built = fs.readdirSync(path.join(project, "dist"), { recursive: true, encoding: "utf8" });
    expect(built.filter((file) => path.extname(file))).toEqual([
      path.join("functions", createHash("sha256").update(first.bytes).digest("hex"), "echo.zip"),
    ]);
  });

  test("includes given texts, each in a zip of its own", () => {
    const made = full(["one"], ["one", "other"]).map((text) =>
      synthesize(project, false, { "text.txt": text }),
    );
    expect(Buffer.from(unzipSync(made[0]?.bytes as Buffer)["text.txt"] as Uint8Array).toString()).toBe("one");
    expect(new Set([first, ...made].map(({ hash }) => hash)).size).toBe(made.length + 1);
  });
});
