import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { parse } from "yaml";

const { repos, workflows } = parse(fs.readFileSync("atlantis/repos.yaml", "utf8"));

test("the server decides workflows and apply requirements, and a pull request overrides none of it", () => {
  expect(repos).toHaveLength(1);
  expect(repos[0]).toMatchObject({
    workflow: "cdktf",
    allowed_overrides: [],
    allow_custom_workflows: false,
    apply_requirements: ["approved", "mergeable", "undiverged"],
    import_requirements: ["approved", "mergeable", "undiverged"],
  });
});

test("runs no file of a pull request: hook and steps are the server's copies", () => {
  const commands = JSON.stringify({ hooks: repos[0].pre_workflow_hooks, steps: workflows.cdktf });
  const scripts = commands.match(/[\w/.-]+\.(sh|mjs|js|ts)\b/g) ?? [];
  expect(scripts.length).toBeGreaterThan(2);
  expect(scripts.filter((name) => !/^\/opt\/pull-requests\/hook\/[\w-]+\.sh$/.test(name))).toEqual([]);
  expect(repos[0].pre_workflow_hooks[0].commands).toBeUndefined();
});

test("the server's flags are those in the page", () => {
  expect(parse(fs.readFileSync("atlantis/server.yaml", "utf8"))).toMatchObject({
    "repo-config": "/opt/pull-requests/repos.yaml",
    "checkout-strategy": "merge",
    "fail-on-pre-workflow-hook-error": true,
    "allow-commands": "version,plan,unlock,cancel",
    "allow-fork-prs": false,
    "use-tf-plugin-cache": false,
  });
});

test("applies nothing: the planner has no permission to", () => {
  const [{ run }, ...others] = workflows.cdktf.apply.steps;
  expect(others).toEqual([]);
  expect(() => execFileSync("sh", ["-c", run], { stdio: "pipe" })).toThrow();
});
