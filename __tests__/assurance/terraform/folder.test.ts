import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { readOutputFolder, withPlan } from "../../../src/assurance/terraform";

const work = fs.mkdtempSync(path.join(os.tmpdir(), "folder-"));
afterAll(() => fs.rmSync(work, { recursive: true }));

const written = {
  "manifest.json": JSON.stringify({
    stacks: {
      "dev-network": {
        synthesizedStackPath: "stacks/dev-network/cdk.tf.json",
        workingDirectory: "stacks/dev-network",
        archives: {},
      },
    },
  }),
  "stacks/dev-network/cdk.tf.json": '{"resource": {}}',
};

/** An output folder in which some files are others, or not there. */
function folderWith(others: Readonly<Record<string, string | undefined>> = {}): string {
  const folder = fs.mkdtempSync(path.join(work, "folder-"));
  for (const [file, text] of Object.entries({ ...written, ...others })) {
    if (text === undefined) continue;
    fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    fs.writeFileSync(path.join(folder, file), text);
  }
  return folder;
}

test("an output folder is read stack by stack, with the digest of what was read", () => {
  expect(readOutputFolder(folderWith())).toEqual([
    {
      name: "dev-network",
      workingDirectory: "stacks/dev-network",
      json: { resource: {} },
      file: { name: "dev-network/cdk.tf.json", sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      beside: [],
      archives: {},
    },
  ]);
});

test("what Terraform reads or runs beside a stack is told, and what its init leaves there is not", () => {
  const beside = [
    "a.auto.tfvars.json",
    "main.tf",
    "override.tf.json",
    "terraform.d/plugins/registry.terraform.io/hashicorp/aws/6.25.0/linux_amd64/terraform-provider-aws",
    "terraform.tfvars",
    "x.tofu",
  ];
  const others = [".terraform.lock.hcl", ".terraform/environment", "assets/code/index.zip", "plan.json"];
  const files = [...beside, ...others].map((file) => [`stacks/dev-network/${file}`, "{}"]);
  expect(readOutputFolder(folderWith(Object.fromEntries(files)))[0]?.beside).toEqual(
    beside.map((file) => `dev-network/${file.split("/")[0]}`),
  );
});

test.each<[string, Record<string, string | undefined>, RegExp]>([
  [
    "without a manifest",
    { "manifest.json": undefined },
    /^There is no .*manifest\.json: synthesize it, or name another output folder\.$/,
  ],
  [
    "with a manifest without stacks",
    { "manifest.json": "{}" },
    /manifest\.json names no stacks: synthesize it again/,
  ],
  [
    "with a stack that Terraform would not run",
    {
      "manifest.json": JSON.stringify({
        stacks: {
          "dev-network": {
            synthesizedStackPath: "stacks/dev-network/cdk.tf.json",
            workingDirectory: "stacks/other",
          },
        },
      }),
    },
    /says that dev-network is in .*stacks\/dev-network\/cdk\.tf\.json and runs in stacks\/other: synthesize it again/,
  ],
  [
    "with a half-written stack",
    { "stacks/dev-network/cdk.tf.json": '{"resource": {' },
    /dev-network\/cdk\.tf\.json cannot be read as JSON \(.*\): synthesize it again/,
  ],
  [
    "with a name that stands twice, of which Terraform takes both and a parser of JSON one",
    { "stacks/dev-network/cdk.tf.json": '{"resource": {"aws_iam_user": {}}, "resource": {}}' },
    /dev-network\/cdk\.tf\.json cannot be read as JSON \(an object has a name twice\): /,
  ],
  [
    "without a stack of the manifest",
    { "stacks/dev-network/cdk.tf.json": undefined },
    /^There is no .*dev-network\/cdk\.tf\.json: synthesize it again/,
  ],
  [
    "of HCL",
    { "manifest.json": written["manifest.json"].replace("cdk.tf.json", "cdk.tf") },
    /cdk\.tf is HCL, and only Terraform JSON is judged/,
  ],
])("a folder %s is refused, with what to do", (_, others, message) => {
  expect(() => readOutputFolder(folderWith(others))).toThrow(message);
});

test.each<[string, string, string, RegExp]>([
  ["of a stack that there is not", "dev-net", "{}", /^There is no stack dev-net .* Stacks: dev-network\.$/],
  [
    "that is other JSON",
    "dev-network",
    '{"resource": {}}',
    /is JSON, but no plan: print a plan with: terraform show -json <plan>\.$/,
  ],
  [
    "in a format of the future",
    "dev-network",
    '{"format_version": "2.0", "configuration": {}, "resource_changes": []}',
    /has the format 2\.0, and formats 1\.x are read\.$/,
  ],
])("a plan %s is refused", (_, stack, text, message) => {
  const plan = path.join(folderWith({ "plan.json": text }), "plan.json");
  expect(() => withPlan(readOutputFolder(folderWith()), stack, plan)).toThrow(message);
});

test("a plan that is not there is refused", () => {
  expect(() => withPlan(readOutputFolder(folderWith()), "dev-network", "no.json")).toThrow(
    /^There is no no\.json: print a plan with: terraform show -json <plan>\.$/,
  );
});
