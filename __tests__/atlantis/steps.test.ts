import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parse } from "yaml";
import { answers } from "./support/answers";
import { Clone } from "./support/clone";

interface Step {
  readonly run?: string | { readonly command: string };
  readonly env?: { readonly name: string; readonly command: string };
  readonly multienv?: { readonly command: string };
}

const { workflows } = parse(fs.readFileSync("atlantis/repos.yaml", "utf8"));
const steps: readonly (Step | "plan")[] = workflows.cdktf.plan.steps;

/** Text of a step of plan that has this word. */
function text(word: string): string {
  const texts = steps.map((step) => {
    if (step === "plan") return "";
    const { run, env, multienv } = step;
    return (typeof run === "string" ? run : (run?.command ?? env?.command ?? multienv?.command)) as string;
  });
  const found = texts.filter((one) => one.includes(word));
  expect(found).toHaveLength(1);
  return found[0] as string;
}

const stack = "prod-network";
/** As the hook left it. */
const synthesized = Clone.from("http://bot:token@127.0.0.1:1/example/project.git");
let made: Clone;

beforeAll(async () => {
  expect(await synthesized.hook({ command: "apply", npm: answers() })).toMatchObject({ status: 0 });
});
beforeEach(() => {
  made = synthesized.copy();
});
afterEach(() => made.dispose());
afterAll(() => synthesized.dispose());

describe("before a stack is planned or applied", () => {
  const check = (where = stack, env = {}) => made.step(text("same-tree"), where, { env });

  test("it must equal the synthesized one", async () => {
    expect(await check()).toEqual({ status: 0, output: "" });
  });

  test("it is refused if the base branch was merged again since, with a fix", async () => {
    made.commit();
    expect(await check()).toEqual({
      status: 1,
      output: "The base branch moved while this was synthesized. Comment: atlantis plan\n",
    });
    await made.hook({ command: "apply", npm: answers() });
    expect((await check()).status).toBe(0);
  });

  test.each([
    ["was changed", `cdktf.out/stacks/${stack}/cdk.tf.json`],
    ["has another file beside it", `cdktf.out/stacks/${stack}/bastion.tf`],
    ["has a file of OpenTofu beside it", `cdktf.out/stacks/${stack}/bastion.tofu`],
    ["has values beside it", `cdktf.out/stacks/${stack}/x.auto.tfvars.json`],
    ["has providers beside it", `cdktf.out/stacks/${stack}/terraform.d/plugins/registry.json`],
  ])("it is refused if it %s", async (_, file) => {
    made.write(file, "{}");
    expect((await check()).status).toBe(1);
  });

  test("it is refused if a link beside it leads to another file", async () => {
    made.write("evil.json", "{}");
    fs.symlinkSync("../../../evil.json", path.join(made.path, `cdktf.out/stacks/${stack}/evil.tf.json`));
    expect(await check()).toEqual({ status: 1, output: "The hook did not write: ./evil.tf.json\n" });
  });

  test("a folder that the pull request wrote is refused, whatever its name in atlantis.yaml", async () => {
    made.write("cdktf.out/stacks/prod-evil/cdk.tf.json", "{}");
    made.commit({ "evil/main.tf": "" });
    await made.hook({ command: "apply", npm: answers() });
    for (const folder of ["../../evil", "../../config", "../stacks", "."])
      expect((await check(folder)).output).toMatch(/^Only stacks of this pull request are planned/);
  });

  test("a stack with a local state file is refused", async () => {
    made.write("cdktf.out/stacks/dev-network/cdk.tf.json", "{}");
    expect((await check("dev-network")).output).toMatch(/^dev-network is not planned here/);
  });

  test("additional arguments in the comment are refused: -destroy would plan something else than is shown", async () => {
    expect((await check(stack, { COMMENT_ARGS: "\\-\\d\\e\\s\\t\\r\\o\\y" })).output).toMatch(
      /^Terraform arguments/,
    );
  });
});

test("no step after the first has a secret of the server in its environment", async () => {
  expect(steps[0]).toHaveProperty("multienv");
  const secrets = { ATLANTIS_GH_TOKEN: "a", ATLANTIS_GH_WEBHOOK_SECRET: "b", ATLANTIS_WEB_PASSWORD: "c" };
  const { output } = await made.step(text("without-secrets"), stack, {
    env: { ...secrets, ATLANTIS_PORT: "4141" },
  });
  expect(output.trim().split(",").sort()).toEqual(
    Object.keys(secrets)
      .map((name) => `${name}=""`)
      .sort(),
  );
});

test("plans with the profile of the environment's role, which must exist on the server", async () => {
  const { output } = await made.step(text("default_tags"), stack);
  expect(output).toBe("prod\n");
  const profile = (aws: string) => made.step(text("role_arn"), stack, { aws, env: { AWS_PROFILE: "prod" } });
  expect((await profile("echo arn:aws:iam::444455556666:role/prod-planner")).status).toBe(0);
  expect(await profile("echo 'The config profile (prod) could not be found' >&2; exit 255")).toEqual({
    status: 1,
    output: "This server has no profile prod: docs/atlantis.md, A new environment.\n",
  });
  expect(new Set(made.awsCalls)).toEqual(new Set(["prod configure get role_arn"]));
});

test.each([
  ["has its version in its name", ["terraform1.9.8"], "terraform1.9.8"],
  ["has not", ["terraform"], "terraform"],
  ["is there by both names", ["terraform", "terraform1.9.8"], "terraform1.9.8"],
])("initializes with the Terraform that %s", async (_, names, called) => {
  const bin = fs.mkdtempSync(path.join(os.tmpdir(), "bin-"));
  for (const name of names)
    fs.writeFileSync(path.join(bin, name), '#!/bin/sh\necho "$(basename "$0") $*"\n', { mode: 0o755 });
  const { output } = await made.step(text(" init "), stack, {
    env: { PATH: `${bin}:/usr/bin:/bin`, ATLANTIS_TERRAFORM_VERSION: "1.9.8" },
  });
  expect(output).toBe(`${called} init -input=false -no-color\n`);
  fs.rmSync(bin, { recursive: true });
});
