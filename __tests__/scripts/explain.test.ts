import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { App } from "cdktf";
import { buildSync } from "esbuild";
import { loadEnvironments } from "../../src/config/load";
import { buildEnvironment } from "../../src/stacks/environment";

const project = path.resolve(__dirname, "../..");
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "explain-"));
// Beside node_modules, so that its packages resolve.
const program = path.join(project, "dist", `test-explain-${process.pid}`, "explain.js");

beforeAll(() => {
  const app = new App({ outdir: folder });
  for (const environment of loadEnvironments(path.join(project, "config")))
    buildEnvironment(app, environment);
  app.synth();
  buildSync({
    entryPoints: [path.join(project, "scripts/explain.ts")],
    bundle: true,
    platform: "node",
    packages: "external",
    outfile: program,
    logLevel: "error",
  });
});

afterAll(() => {
  for (const made of [folder, path.dirname(program)]) fs.rmSync(made, { recursive: true });
});

/** Runs it on the shipped config, as `npm run explain -- ...` does. */
const explained = (...words: string[]) =>
  spawnSync(process.execPath, [program, ...words, "--out", folder], { cwd: project, encoding: "utf8" });

test.each([
  [0, "where it is allowed", "secret", /^acme\/metabase > acme-dev-database-credentials {2}ALLOWED\n/],
  [1, "where it is denied", "globex/secret", /^acme\/metabase > globex-dev-database-credentials {2}DENIED\n/],
])("exits with %i %s", (status, _, target, expected) => {
  expect(explained("dev", "acme/metabase", target)).toMatchObject({
    status,
    stdout: expect.stringMatching(expected),
    stderr: "",
  });
});

test.each([
  ["an option that it does not know", "--frob", "Unknown option '--frob'.\nUsage: npm run explain -- "],
  ["more words than it asks for", "secret", "Nothing is asked by secret: "],
])("shows how to call it after %s", (_, word, expected) => {
  const { status, stdout, stderr } = explained("dev", "acme/metabase", "database", word);
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toContain(expected);
  expect(stderr).toContain("Usage: ");
});

test("exits with 2 where there is no answer, and says what could be meant", () => {
  expect(explained("dev", "acme/metbase")).toMatchObject({
    status: 2,
    stdout: "",
    stderr: expect.stringContaining("Near it:\n  acme/metabase\n"),
  });
});
