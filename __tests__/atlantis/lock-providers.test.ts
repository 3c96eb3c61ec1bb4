import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "lock-providers-"));
afterAll(() => fs.rmSync(folder, { recursive: true }));

/** Runs the script from another folder than the project's, with a Terraform that writes what it is asked for. */
function lockProviders() {
  const terraform = path.join(folder, "tofu");
  fs.writeFileSync(
    terraform,
    '#!/bin/sh\ncp "${1#-chdir=}/main.tf.json" "${1#-chdir=}/.terraform.lock.hcl"\n',
    {
      mode: 0o755,
    },
  );
  const script = path.join(folder, "atlantis", "lock-providers.sh");
  fs.cpSync("atlantis/lock-providers.sh", script);
  const env = { ...process.env, TERRAFORM_BINARY_NAME: terraform };
  const { status, stderr } = spawnSync(script, { cwd: os.tmpdir(), env, encoding: "utf8" });
  return { status, stderr };
}

test("asks for a synthesis, and then locks the providers of all stacks", () => {
  expect(lockProviders()).toEqual({
    status: 2,
    stderr: "There is no cdktf.out/manifest.json: run npm start first.\n",
  });
  const write = (file: string, content: object) => {
    const target = path.join(folder, "cdktf.out", file);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, JSON.stringify(content));
  };
  const providers = [{ aws: { source: "aws" } }, { helm: { source: "helm" } }];
  write("manifest.json", { stacks: { a: { synthesizedStackPath: "0" }, b: { synthesizedStackPath: "1" } } });
  for (const [index, required_providers] of providers.entries())
    write(String(index), { terraform: { required_providers } });
  expect(lockProviders()).toEqual({ status: 0, stderr: "" });
  expect(JSON.parse(fs.readFileSync(path.join(folder, "terraform.lock.hcl"), "utf8"))).toEqual({
    terraform: { required_providers: Object.assign({}, ...providers) },
  });
});
