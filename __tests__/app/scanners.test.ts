import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { parse, parseDocument } from "yaml";
import { loadEnvironments } from "../../src/config/load";
import { AppFolder } from "../support/app-folder";
import { atLeastOne } from "../support/at-least-one";
import { outputFolder } from "../support/environments";
import { Program, project } from "../support/program";

type Json = Record<string, unknown>;

/** An exception in .trivyignore.yaml. */
interface Exception {
  readonly id: string;
  readonly statement: string;
  readonly paths?: string[];
}

const read = (file: string): string => fs.readFileSync(path.join(project, file), "utf8");
const isMapping = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const synthesized = outputFolder(...loadEnvironments("config"));

/** Top-level blocks whose values Checkov takes for blocks again. It gives a file up at the first that is none. */
const unreadable = (json: Json): string[] =>
  Object.entries(json)
    .filter(([type]) => type !== "//")
    .flatMap(([type, blocks]) =>
      isMapping(blocks)
        ? Object.entries(blocks)
            .filter(([, block]) => ![block].flat().every(isMapping))
            .map(([name]) => `${type}.${name}`)
        : [type],
    );

describe("npm run scan-input", () => {
  const folder = new AppFolder();
  const { status, stderr } = new Program("scripts/scan-input.ts").run(["--out", synthesized], {
    cwd: folder.path,
  });
  const stacks = fs.readdirSync(path.join(folder.path, "scan.out"));
  const stack = (root: string, name: string): Json =>
    JSON.parse(fs.readFileSync(path.join(root, name, "cdk.tf.json"), "utf8"));
  afterAll(() => folder.dispose());

  test("writes every stack of the shipped environments", () => {
    expect([status, stderr]).toEqual([0, ""]);
    expect(stacks).toEqual(fs.readdirSync(path.join(synthesized, "stacks")));
    expect(stacks.length).toBeGreaterThan(11);
  });

  test.each(stacks)("writes nothing to %s at which Checkov aborts, and all its resources", (name) => {
    const before = stack(path.join(synthesized, "stacks"), name);
    const after = stack(path.join(folder.path, "scan.out"), name);
    expect(unreadable(before)).toEqual(["terraform.required_version"]);
    expect(unreadable(after)).toEqual([]);
    for (const type of ["resource", "data", "provider", "output"]) expect(after[type]).toEqual(before[type]);
  });
});

test("Checkov reads the command's output, and every skipped check has a reason", () => {
  const text = read(".checkov.yaml");
  const config = parse(text) as Record<string, string[]>;
  expect(config.directory).toEqual(["scan.out"]);
  const checks = [...(config["skip-check"] ?? []), ...(config["soft-fail-on"] ?? [])];
  expect(checks.length).toBeGreaterThan(10);
  expect(new Set(checks).size).toBe(checks.length);
  const unexplained = checks.filter((check) => !new RegExp(`- ${check} # .{8,}$`, "m").test(text));
  expect(unexplained).toEqual([]);
});

test("every exception for Trivy has a reason and paths of existing or possible stacks", () => {
  expect(parseDocument(read(".trivyignore.yaml")).errors).toEqual([]);
  const { misconfigurations } = parse(read(".trivyignore.yaml"));
  for (const { id, statement, paths = [] } of atLeastOne(misconfigurations as Exception[])) {
    expect(id).toMatch(/^(AWS|KUBE)-\d{4}$/);
    expect(statement.length).toBeGreaterThan(20);
    const shape = /^[\w*]+-(network|cluster|database|org-\*)\/cdk\.tf$/;
    expect(paths.filter((each) => !shape.test(each))).toEqual([]);
  }
});

test("KICS reads HCL only, and every skipped query has a reason", () => {
  const text = read(".kics.yaml");
  const config = parse(text) as Record<string, string> & { "exclude-queries": string[] };
  expect(config.path).toBe("hcl.out/stacks");
  expect(config["exclude-paths"]).toBe("hcl.out/stacks/*/metadata.json");
  const queries = atLeastOne(config["exclude-queries"]);
  expect(new Set(queries).size).toBe(queries.length);
  expect(queries.filter((query) => !new RegExp(`- ${query} # .{8,}$`, "m").test(text))).toEqual([]);
});

test("CI runs the documented Checkov version on all stacks and on the state bucket", () => {
  const { jobs } = parse(read(".github/workflows/ci.yml"));
  const commands = (jobs.scan.steps as { run?: string }[]).flatMap(({ run }) => run ?? []);
  const [version] = /checkov==[\d.]+/.exec(read("docs/scanners.md")) ?? [];
  expect(commands).toEqual([
    "npm ci --no-audit --no-fund",
    `pipx install ${version}`,
    "npm start && npm run scan-input && checkov",
    "npm run bootstrap && npm run scan-input -- --out bootstrap.out && checkov",
  ]);
});

test("no file contains text that looks like a token or private key, not even an invented one", () => {
  const { stdout } = spawnSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
    cwd: project,
    encoding: "utf8",
  });
  const files = stdout.split("\n").filter((file) => fs.existsSync(path.join(project, file)) && file !== "");
  const token =
    /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b|\bgh[opsru]_\w{30,}|\bgithub_pat_\w{20,}|\bglpat-[\w-]{10,}|\bxox[abeoprs]-[\w-]{10,}|\b[rs]k_live_\w{8,}|-----BEGIN [A-Z ]*PRIVATE KEY-----|\beyJ[\w-]{15,}\.eyJ/;
  const found = files.filter((file) => token.test(read(file)));
  expect(files.length).toBeGreaterThan(300);
  expect(found).toEqual([]);
});
