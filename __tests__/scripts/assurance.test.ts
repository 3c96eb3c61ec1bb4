import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { command } from "../../scripts/assurance";
import { loadEnvironments } from "../../src/config/load";
import { call } from "../support/call";
import { outputFolder } from "../support/environments";

const work = fs.mkdtempSync(path.join(os.tmpdir(), "assurance-"));
const good = outputFolder(...loadEnvironments("config"));
afterAll(() => fs.rmSync(work, { recursive: true }));

const run = (...words: string[]) => call(command, ...words);

/** A copy of the synthesized folder, in which one file is another. */
function folderWith(file: string, edit: (text: string) => string): string {
  const folder = fs.mkdtempSync(path.join(work, "folder-"));
  fs.cpSync(good, folder, { recursive: true });
  const target = path.join(folder, file);
  fs.writeFileSync(target, edit(fs.readFileSync(target, "utf8")));
  return folder;
}

const database = "stacks/dev-database/cdk.tf.json";

describe("a proved environment ends with 0", () => {
  test("both environments have a report, and nothing on stderr", async () => {
    const { status, stdout, stderr } = await run("--out", good);
    expect([status, stderr]).toEqual([0, ""]);
    expect([...stdout.matchAll(/^(\S+) {2}proved/gm)].map(([, name]) => name)).toEqual(["dev", "prod"]);
  });

  test("one environment is written to a file that opens in a browser and lists digests as sha256sum does", async () => {
    const file = path.join(work, "report.html");
    const { status, stdout } = await run("dev", "--out", good, "--format", "html", "--output", file);
    expect([status, stdout]).toEqual([0, `Written to ${file}\n`]);
    const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
    const stacks = fs
      .readdirSync(path.join(good, "stacks"))
      .filter((name) => name.startsWith("dev-"))
      .sort();
    const sums = stacks
      .map((name) => `${name}/cdk.tf.json`)
      .map((file) => {
        const text = fs.readFileSync(path.join(good, "stacks", file), "utf8");
        return `${sha256(text)}  ${file}\n`;
      });
    const report = fs.readFileSync(file, "utf8");
    expect(report).toContain(`<code>${sha256(sums.join(""))}</code>`);
    expect(report).toContain(`<pre>${sums.join("").trim()}</pre>`);
    expect(report).toMatch(/^<!doctype html>\n.*<title>Who can reach the data of dev<\/title>/s);
  });

  test("the comparison is written in Markdown and in JSON", async () => {
    const narrower = folderWith(database, (text) =>
      text.replaceAll('"from_port": 5432', '"from_port": 5433'),
    );
    const markdown = await run("--out", good, "--base", narrower);
    expect([markdown.status, markdown.stderr]).toEqual([0, ""]);
    expect(markdown.stdout).toContain(
      "- acme/metabase: connects to dev-shared:5432 (allowed directly, was denied)",
    );
    expect(markdown.stdout).toContain("No change of access: prod.");
    const json = await run("dev", "--out", good, "--base", narrower, "--format", "json");
    expect(JSON.parse(json.stdout)).toMatchObject([{ environment: "dev", on: "both sides" }]);
  });
});

describe("an environment with problems ends with 1", () => {
  const folder = () =>
    folderWith(database, (text) =>
      text.replace('"publicly_accessible": false', '"publicly_accessible": true'),
    );

  test("the counter-example is on stderr, the report on stdout", async () => {
    const { status, stdout, stderr } = await run("--out", folder());
    expect(status).toBe(1);
    expect(stdout).toMatch(/^dev {2}NOT proved: 1 problem$/m);
    expect(stderr).toMatch(
      /^dev: dev-database\/aws_db_instance\.\w+: publicly_accessible is true\n {2}does not hold: Databases have no public address \(database-not-public\)\n/,
    );
  });

  test("the comparison ends with 1, too", async () => {
    const { status, stdout } = await run("--out", folder(), "--base", good);
    expect(status).toBe(1);
    expect(stdout).toContain("- dev-database/aws_db_instance.instance_B7CCE687: publicly_accessible is true");
  });

  test.each(["bastion.tf", "cdk_override.tf.json", "old.tofu"])(
    "%s beside the synthesized file, which Terraform would plan as well, ends with 1",
    async (file) => {
      const beside = folderWith(database, (text) => text);
      fs.writeFileSync(path.join(beside, "stacks/dev-database", file), "{}");
      const { status, stderr } = await run("dev", "--out", beside);
      expect(status).toBe(1);
      expect(stderr).toContain(`dev-database/${file} stands beside what was synthesized`);
    },
  );

  const user = { name: "stranger" };
  test.each<[string, object]>([
    ["resources", [{ aws_iam_user: { user } }]],
    ["resources of a type", { aws_iam_user: [{ user }] }],
    ["bodies", { aws_iam_user: { user: [user] } }],
  ])("as does a list of %s, which Terraform takes like any other block", async (_, resources) => {
    const listed = folderWith(database, (text) => {
      const json = JSON.parse(text);
      const resource = Array.isArray(resources)
        ? [json.resource, ...resources]
        : { ...json.resource, ...resources };
      return JSON.stringify({ ...json, resource });
    });
    const { status, stderr } = await run("dev", "--out", listed);
    expect(status).toBe(1);
    expect(stderr).toMatch(/dev-database: resource( \S+)* is a list of blocks/);
  });

  test("a stack that belongs to no environment ends with 1", async () => {
    const stray = folderWith("manifest.json", (text) => {
      const manifest = JSON.parse(text);
      const stack = { synthesizedStackPath: "stacks/other/cdk.tf.json", workingDirectory: "stacks/other" };
      return JSON.stringify({ ...manifest, stacks: { ...manifest.stacks, other: stack } });
    });
    fs.mkdirSync(path.join(stray, "stacks/other"));
    fs.writeFileSync(path.join(stray, "stacks/other/cdk.tf.json"), "{}");
    expect(await run("--out", stray)).toMatchObject({
      status: 1,
      stderr: "other belongs to no environment: it was not judged.\n",
    });
  });
});

describe("an environment that cannot be judged ends with 2, and says what to do", () => {
  test.each<[string, () => string[], RegExp]>([
    [
      "an option that there is not",
      () => ["--formats", "html"],
      /Unknown option '--formats'[\s\S]*\nUsage: /,
    ],
    [
      "a format that there is not",
      () => ["--out", good, "--format", "pdf"],
      /^There is no format pdf; allowed: text, markdown, json, html\.\nUsage: /,
    ],
    [
      "a format that is near another",
      () => ["--out", good, "--format", "htlm"],
      /^There is no format htlm; .* Did you mean html\?\nUsage: /,
    ],
    [
      "a comparison in HTML",
      () => ["--out", good, "--base", good, "--format", "html"],
      /^There is no format html for what changed; allowed: markdown, json\.$/m,
    ],
    [
      "an environment that there is not",
      () => ["staging"],
      /^There is no environment staging; allowed: dev, prod\.\nUsage: /,
    ],
    [
      "a folder that there is not",
      () => ["--out", "nowhere"],
      /^There is no nowhere\/manifest\.json: run npm start, or name another output folder\.\n$/,
    ],
    [
      "a base that there is not",
      () => ["--out", good, "--base", "nowhere"],
      /^There is no nowhere\/manifest\.json: run npm start, or name another output folder\.\n$/,
    ],
    [
      "a plan without a stack",
      () => ["--out", good, "--plan", "plan.json"],
      /^--plan plan\.json names no stack: --plan <stack>=<file>\.$/m,
    ],
    [
      "a plan that there is not",
      () => ["--out", good, "--plan", "dev-network=no.json"],
      /^There is no no\.json: print a plan with: terraform show -json <plan>\.$/m,
    ],
  ])("%s", async (_, words, expected) => {
    const { status, stdout, stderr } = await run(...words());
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(expected);
    expect(stderr).not.toMatch(/\n {4}at /);
  });
});
