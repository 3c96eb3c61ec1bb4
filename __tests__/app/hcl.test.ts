import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { loadEnvironments } from "../../src/config/load";
import { AppFolder } from "../support/app-folder";
import { shareOf } from "../support/effort";
import { project } from "../support/program";

const dedicated = `isolation: instance
authentication: iam
applications:
  - { kind: container, name: api, image: "registry.example.com/initech/api:1.0.0" }
`;

describe("the HCL output equals the JSON output", () => {
  const folder = new AppFolder();
  afterAll(() => folder.dispose());

  const dev = fs.readFileSync("config/dev/environment.yaml", "utf8").trimEnd();
  const others = shareOf(
    [
      ["peering", "peering", "rds-proxy"],
      ["link", "private-link", "none"],
      ["endpoint", "resource-endpoint", "none"],
    ],
    0,
    3,
  );
  for (const [name, topology, pooling] of others) {
    // The file ends with the settings of the database.
    folder.write(`config/${name}/environment.yaml`, `${dev}\n  pooling: ${pooling}\ntopology: ${topology}\n`);
    folder.write(`config/${name}/organizations/initech.yaml`, dedicated);
  }

  const stacks = loadEnvironments(path.join(folder.path, "config")).flatMap(({ name, organizations }) =>
    ["network", "cluster", "database", "platform", ...organizations.map((one) => `org-${one.name}`)].map(
      (stack) => path.join("stacks", `${name}-${stack}`, "cdk.tf.json"),
    ),
  );
  let json: Map<string, string>;
  let hcl: Record<string, unknown>;

  beforeAll(async () => {
    expect((await folder.call()).stderr).toBe("");
    json = folder.output();
    folder.remove("cdktf.out");
    expect((await folder.call([], { SYNTH_HCL_OUTPUT: "true" })).stderr).toBe("");
    hcl = parsed(folder.output(), shareOf(stacks, 0, 2));
  });

  test("for every stack of the shipped environments and of every topology, with proxies and without them", () => {
    expect([...json.keys()].filter((file) => file.endsWith("cdk.tf.json"))).toEqual([...stacks].sort());
    expect(stacks).toHaveLength(12 + others.length * 5);
  });

  test.each(shareOf(stacks, 0, 2))("%s", (file) => {
    const expected = JSON.parse(json.get(file) as string);
    expect(normalize(hcl[file])).toEqual(normalize(withoutMetadata(expected)));
  });
});

/**
 * The HCL of stacks, as JSON. In a process that ends: the parser is a program in Go, and never does. It ends before it pays
 * to optimize that: two thirds of its time.
 */
function parsed(output: Map<string, string>, files: readonly string[]): Record<string, unknown> {
  const texts = files.map((file) => [file, output.get(file.replace(/\.json$/, ""))]);
  const program = `
    const { parse } = require("@cdktf/hcl2json");
    const texts = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
    Promise.all(texts.map(async ([file, text]) => [file, await parse("cdk.tf", text)])).then((all) => {
      process.stdout.write(JSON.stringify(Object.fromEntries(all)), () => process.exit());
    });`;
  const answer = execFileSync(process.execPath, ["--liftoff-only", "-e", program], {
    cwd: project,
    input: JSON.stringify(texts),
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  return JSON.parse(answer);
}

/** Drops the comments that cdktf writes beside what Terraform reads. */
function withoutMetadata(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutMetadata);
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).filter(([key]) => key !== "//");
  return Object.fromEntries(entries.map(([key, child]) => [key, withoutMetadata(child)]));
}

/**
 * Terraform reads a block that occurs once and an object alike in JSON, and several `terraform` blocks as one; so a list
 * of one object stands for the object, and the `terraform` blocks are merged.
 */
function normalize(value: unknown, key = ""): unknown {
  if (Array.isArray(value)) {
    if (key === "terraform") return normalize(Object.assign({}, ...value));
    const only = value.length === 1 ? value[0] : undefined;
    return only !== null && typeof only === "object"
      ? normalize(only)
      : value.map((child) => normalize(child));
  }
  // Texts of several lines are written so that one more line ends them.
  if (typeof value === "string") return value.trimEnd();
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    // A Kubernetes manifest has no blocks: there a list of one object is a list.
    Object.entries(value).map(([name, child]) => [
      name,
      name === "manifest" ? child : normalize(child, name),
    ]),
  );
}
