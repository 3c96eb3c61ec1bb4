import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parse } from "yaml";

const { repos, workflows } = parse(fs.readFileSync("atlantis/repos.yaml", "utf8"));
const steps = workflows.cdktf.plan.steps;

test("the server decides what runs and who may apply, and a pull request overrides nothing of it", () => {
  expect(repos).toHaveLength(1);
  expect(repos[0]).toMatchObject({
    workflow: "cdktf",
    allowed_overrides: [],
    allow_custom_workflows: false,
    apply_requirements: ["approved", "mergeable", "undiverged"],
    import_requirements: ["approved", "mergeable", "undiverged"],
  });
});

test("the hook hands no secret of the server to the code of a pull request, and runs for every command", () => {
  const [{ run, commands }] = repos[0].pre_workflow_hooks;
  const handed = execFileSync("sh", ["-c", run.replace(/\S+synthesize\.sh\n?$/, "env")], {
    encoding: "utf8",
    env: {
      PATH: process.env.PATH,
      HOME: "/home/atlantis",
      COMMAND_NAME: "plan",
      BASE_BRANCH_NAME: "main",
      ATLANTIS_GH_TOKEN: "secret",
    },
  });
  expect(
    handed
      .trim()
      .split("\n")
      .map((line) => line.split("=")[0])
      .sort(),
  ).toEqual(["BASE_BRANCH_NAME", "COMMAND_NAME", "HOME", "PATH"]);
  expect(commands).toBeUndefined();
});

test("plans as the role of the stack's environment", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "stack-"));
  const json = { provider: { aws: [{ default_tags: [{ tags: { Environment: "prod-eu" } }] }] } };
  fs.writeFileSync(path.join(folder, "cdk.tf.json"), JSON.stringify(json));
  const { name, command } = steps[0].env;
  expect(name).toBe("AWS_PROFILE");
  expect(execFileSync("sh", ["-c", command], { cwd: folder, encoding: "utf8" })).toBe("prod-eu\n");
  fs.rmSync(folder, { recursive: true });
});

test("initializes by itself, plans, and shows the report that the hook made", () => {
  expect(steps[1].run.command).toMatch(/^terraform\$ATLANTIS_TERRAFORM_VERSION init /);
  expect(steps[2]).toBe("plan");
  expect(path.join("cdktf.out/stacks/prod-network", steps[3].run.split(" ")[1])).toBe(
    "cdktf.out/assurance.md",
  );
});

test("applies nothing: the planner could not", () => {
  const [{ run }, ...others] = workflows.cdktf.apply.steps;
  expect(others).toEqual([]);
  expect(() => execFileSync("sh", ["-c", run], { stdio: "pipe" })).toThrow();
});
