import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { App, type TerraformResource } from "cdktf";
import { buildEnvironment } from "../../src/stacks/environment";
import { proof } from "../../src/stacks/proof";
import { oneOf } from "../support/effort";
import { environmentStacks } from "../support/environments";
import { environment, organization } from "../support/fixtures";

const config = environment({}, [organization("acme")]);
const outdir = fs.mkdtempSync(path.join(os.tmpdir(), "proof-"));
afterAll(() => fs.rmSync(outdir, { recursive: true }));

/** What the program says after it synthesized an environment that `change` has changed. */
function provedWith(change: (app: App) => void, hclOutput = false, of = config) {
  const app = new App({ outdir: fs.mkdtempSync(path.join(outdir, "app-")), hclOutput });
  buildEnvironment(app, of);
  change(app);
  app.synth();
  return proof(app, [of]);
}

test.each([
  ["restored from a snapshot", { restoreFrom: "test-shared-final" }],
  ["on the day of a major upgrade", { version: "17.9", applyImmediately: true }],
  ["of PostgreSQL 18, with Extended Support", { version: "18", extendedSupport: true }],
  ["of a class that is newer than the table", { instanceClass: "db.m9g.large", instanceMemoryGiB: 8 }],
])("an instance %s is proved", (_, database) => {
  expect(provedWith(() => {}, false, environment({ database }, [organization("acme")])).problems).toBe("");
});

test.each(oneOf(["same-vpc", "peering", "private-link", "resource-endpoint"]))(
  "an environment in which no organization shares an instance has none, and is proved: %s",
  (topology) => {
    const apart = environment({ topology, database: { shared: false } }, [
      organization("acme", { isolation: "instance" }),
    ]);
    const { matrices, problems } = provedWith(() => {}, false, apart);
    expect(problems).toBe("");
    expect(matrices).not.toContain("test-shared");
    const stacks = environmentStacks(apart);
    expect(stacks.get("test-database")?.count("aws_db_instance")).toBe(0);
    expect(stacks.get("test-org-acme")?.count("aws_db_instance")).toBe(1);
  },
);

test("the synthesized stacks are proved without a problem", () => {
  const { matrices, problems } = provedWith(() => {});
  expect(problems).toBe("");
  expect(matrices).toMatch(/^test {2}proved: /);
});

test("an escape hatch that changes a resource is found", () => {
  const { matrices, problems } = provedWith((app) => {
    const found = app.node
      .findAll()
      .find((node) => (node as TerraformResource).terraformResourceType === "aws_db_instance");
    (found as TerraformResource).addOverride("publicly_accessible", true);
  });
  expect(matrices).toMatch(/^test {2}NOT proved: 1 problem\n/);
  expect(problems).toMatch(
    /^test: test-database\/.*: publicly_accessible is true\n {2}does not hold: Databases have no public address \(database-not-public\)\n/,
  );
});

test("HCL is not judged, and the output says so", () => {
  const { matrices, problems } = provedWith(() => {}, true);
  expect(matrices).toBe("Not proved: the proof reads Terraform JSON, and this is HCL.");
  expect(problems).toBe("");
});
