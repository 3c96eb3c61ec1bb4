import fs from "node:fs";
import path from "node:path";
import { command } from "../../scripts/bootstrap";
import { AppFolder } from "../support/app-folder";
import { callIn } from "../support/call";
import { project } from "../support/program";

const folder = new AppFolder();
afterAll(() => folder.dispose());
const run = (...words: string[]) => callIn(folder.path, command, words);

test("writes a stack for every configured bucket, and prints how to apply it", async () => {
  const { status, stdout, stderr } = await run();
  expect([status, stderr]).toEqual([0, ""]);
  const [, name = ""] = /^(\S+) {2}\(eu-west-1, account \d+\) for prod$/m.exec(stdout) ?? [];
  expect(stdout).toContain(`  terraform -chdir=bootstrap.out/stacks/${name} init\n`);
  const stack = path.join(folder.path, "bootstrap.out", "stacks", name, "cdk.tf.json");
  const { resource } = JSON.parse(fs.readFileSync(stack, "utf8"));
  expect(resource).toHaveProperty("aws_s3_bucket");
  const count = Object.values<object>(resource).flatMap((byName) => Object.keys(byName)).length;
  expect(fs.readFileSync(path.join(project, "docs/state.md"), "utf8")).toContain(`# ${count} to import, `);
});

test("refuses to import a bucket that config does not name", async () => {
  const { status, stdout, stderr } = await run("--import", "other=key");
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(/^--import takes BUCKET=KEY_ID, and found other=key\. Buckets: /);
  expect(stderr).toContain("\nUsage: npm run bootstrap");
});
