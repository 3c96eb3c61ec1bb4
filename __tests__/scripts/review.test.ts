import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { command } from "../../scripts/review";
import { loadEnvironments } from "../../src/config/load";
import { call } from "../support/call";
import { full } from "../support/effort";
import { outputFolder } from "../support/environments";

const work = fs.mkdtempSync(path.join(os.tmpdir(), "review-"));
/** One environment: each review proves all of them twice. */
const base = outputFolder(...loadEnvironments("config").filter(({ name }) => name === "prod"));
afterAll(() => fs.rmSync(work, { recursive: true }));

// biome-ignore lint/suspicious/noExplicitAny: edits reach into any place of any resource
type Json = any;

/** A project folder of a pull request in which a stack is another. */
function pullRequest(stack: string, edit: (json: Json) => void): string {
  const folder = fs.mkdtempSync(path.join(work, "folder-"));
  fs.cpSync("config/prod", path.join(folder, "config/prod"), { recursive: true });
  fs.cpSync(base, path.join(folder, "cdktf.out"), { recursive: true });
  const file = path.join(folder, "cdktf.out", "stacks", stack, "cdk.tf.json");
  const json = JSON.parse(fs.readFileSync(file, "utf8"));
  edit(json);
  fs.writeFileSync(file, JSON.stringify(json));
  return folder;
}

const review = (folder: string) => call(command, "--pull-request", folder, "--base", base);

test("the comment on unchanged, proved stacks says both, and allows every plan", async () => {
  expect(await review(pullRequest("prod-org-acme", () => {}))).toEqual({
    status: 0,
    stderr: "",
    stdout:
      "Proved by the code of the base branch.\n\n## Changes of access\n\nNo change of access: prod.\n\n",
  });
});

test("the comment on a problem lists problems first, then what is weaker, and allows plans: no planning rule is violated", async () => {
  const opened = pullRequest("prod-database", ({ resource }) => {
    for (const rule of Object.values<Json>(resource.aws_vpc_security_group_ingress_rule)) {
      delete rule.referenced_security_group_id;
      rule.cidr_ipv4 = "10.0.0.0/8";
    }
  });
  const { status, stdout, stderr } = await review(opened);
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/^\*\*Not proved by the code of the base branch\.\*\*/);
  expect(stdout.split("\n").slice(0, 5).join("\n")).toContain("it admits 10.0.0.0/8");
  expect(stdout).toMatch(/\n## Changes of access: \d+ weaker\n/);
});

test("the comment lets no name of the pull request end a code fence", async () => {
  const named = pullRequest("prod-org-acme", ({ resource }) => {
    resource.aws_iam_role["x```"] = { name: "x```", assume_role_policy: "{}" };
  });
  const { stdout } = await review(named);
  expect(stdout).toContain("aws_iam_role.x'''");
  expect(stdout.match(/```/g)).toHaveLength(2);
});

describe("the review refuses plans for", () => {
  const hostile: [what: string, told: string, edit: (json: Json) => void][] = [
    [
      "a program as a data source",
      "prod-org-acme: a data source external (terraform-runs-nothing)",
      ({ data }) => Object.assign(data, { external: { x: { program: ["sh"] } } }),
    ],
    [
      "a provider from elsewhere",
      'prod-org-acme: the provider "aws" from evil.example.com/hashicorp/aws (terraform-runs-nothing)',
      ({ terraform }) =>
        Object.assign(terraform.required_providers.aws, { source: "evil.example.com/hashicorp/aws" }),
    ],
    [
      "a provider with a file of credentials",
      'prod-org-acme: "shared_config_files" of its provider "aws" (terraform-runs-nothing)',
      ({ provider }) => Object.assign(provider.aws[0], { shared_config_files: ["../../../config/aws.ini"] }),
    ],
    [
      "a provider with endpoints of its own",
      'prod-org-acme: "endpoints" of its provider "aws" (terraform-runs-nothing)',
      ({ provider }) => Object.assign(provider.aws[0], { endpoints: [{ sts: "https://evil.example.com" }] }),
    ],
    [
      "a provisioner",
      "prod-org-acme/aws_iam_role.ROLE: a provisioner runs something (arguments-known)",
      ({ resource }) =>
        Object.assign(Object.values<Json>(resource.aws_iam_role)[0], {
          provisioner: [{ "local-exec": { command: "id" } }],
        }),
    ],
    [
      "a module",
      'prod-org-acme: a block "module" (only-known-kinds)',
      (json) => Object.assign(json, { module: { x: { source: "evil.example.com/x" } } }),
    ],
    [
      "another state",
      "prod-org-acme: bucket of its backend is another instead of example-terraform-state-444455556666 (states-own-place)",
      ({ terraform }) => Object.assign(terraform.backend.s3, { bucket: "another" }),
    ],
  ];
  const pullRequests = full(
    [{ what: "each of all at once", rows: hostile }],
    hostile.map((row) => ({ what: row[0], rows: [row] })),
  );
  test.each(pullRequests)(
    "$what, whatever exceptions of the pull request's config allow",
    async ({ rows }) => {
      const folder = pullRequest("prod-org-acme", (json) => {
        for (const [, , edit] of rows) edit(json);
      });
      const { status, stderr } = await review(folder);
      const told = [...stderr.matchAll(/^prod: (.*\([\w-]+\))$/gm)].map(([, text = ""]) => text);
      const withoutIds = told.map((text) => text.replace(/(?<=aws_iam_role\.)\w+/, "ROLE"));
      expect([status, withoutIds.sort()]).toEqual([1, rows.map(([, text]) => text).sort()]);
    },
  );

  test("a stack of no environment", async () => {
    const folder = pullRequest("prod-org-acme", () => {});
    const file = path.join(folder, "cdktf.out", "manifest.json");
    const manifest = JSON.parse(fs.readFileSync(file, "utf8"));
    const name = "other-network";
    manifest.stacks[name] = {
      ...manifest.stacks["prod-network"],
      name,
      synthesizedStackPath: `stacks/${name}/cdk.tf.json`,
      workingDirectory: `stacks/${name}`,
    };
    fs.writeFileSync(file, JSON.stringify(manifest));
    fs.mkdirSync(path.join(folder, "cdktf.out/stacks", name));
    fs.writeFileSync(path.join(folder, "cdktf.out/stacks", name, "cdk.tf.json"), "{}");
    expect(await review(folder)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("other-network belongs to no environment"),
    });
  });
});

test("config that this code cannot read is reported as needing code that must be merged first", async () => {
  const folder = pullRequest("prod-org-acme", () => {});
  fs.appendFileSync(path.join(folder, "config/prod/environment.yaml"), "newKey: true\n");
  expect(await review(folder)).toMatchObject({ status: 2, stderr: expect.stringContaining("newKey") });
});
