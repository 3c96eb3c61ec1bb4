import fs from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { repoConfig } from "../../src/atlantis/repo-config";
import { SourceFolders } from "../../src/atlantis/source-folders";
import type { PlannedStack } from "../../src/atlantis/stack";
import { atLeastOne } from "../support/at-least-one";
import { synthesizeConfig } from "./support/environments";
import type { Project } from "./support/matching";

const folders = new SourceFolders(path.resolve(__dirname, "../.."));
const terraformVersion = fs.readFileSync(".terraform-version", "utf8").trim();
const configOf = (stacks: readonly PlannedStack[]) => repoConfig({ stacks, folders, terraformVersion });
const { stacks } = synthesizeConfig("config");

test("the committed atlantis.yaml is generated from the shipped config", () => {
  expect(fs.readFileSync("atlantis.yaml", "utf8")).toBe(configOf(stacks));
});

test("every pinned version of Terraform can plan the stacks", () => {
  expect(terraformVersion).toMatch(/^\d+\.\d+\.\d+$/);
  const [major = 0, minor = 0] = terraformVersion.split(".").map(Number);
  expect(major * 1000 + minor).toBeGreaterThanOrEqual(1011); // required_version of every stack: >= 1.11.0
});

describe("the projects", () => {
  const remote = stacks.map((stack) => ({ ...stack, backend: "s3" }));
  const projects: Project[] = parse(configOf(remote)).projects;
  const groups = new Map(projects.map((one) => [one.name, one.execution_order_group]));

  test("are one per stack, in its folder, planned by the pinned Terraform", () => {
    expect(projects.map(({ name }) => name)).toEqual(stacks.map(({ name }) => name));
    for (const { name, dir, workspace, terraform_version } of atLeastOne(projects))
      expect({ dir, workspace, terraform_version }).toEqual({
        dir: `cdktf.out/stacks/${name}`,
        workspace: "default",
        terraform_version: terraformVersion,
      });
  });

  test("follow every stack that theirs depends on, in a later group", () => {
    const waits = Object.fromEntries(projects.map((one) => [one.name, one.depends_on]));
    expect(waits["dev-network"]).toBeUndefined();
    expect(waits["dev-platform"]).toEqual(["dev-cluster", "dev-network"]);
    expect(waits["dev-org-acme"]).toEqual(["dev-cluster", "dev-database", "dev-network", "dev-platform"]);
    const waiting = projects.flatMap(({ name, execution_order_group: group, depends_on = [] }) =>
      depends_on.map((other) => ({ name, group, other })),
    );
    for (const { name, group, other } of atLeastOne(waiting))
      expect({ name, later: group > (groups.get(other) ?? Number.NaN) }).toEqual({ name, later: true });
    expect([...new Set(groups.values())].sort()).toEqual([0, 1, 2, 3]);
  });

  test("set no workflow and no requirement: a pull request could change them", () => {
    const keys = new Set(projects.flatMap((one) => Object.keys(one)));
    for (const key of ["workflow", "plan_requirements", "apply_requirements", "import_requirements"])
      expect(keys).not.toContain(key);
    expect(keys.size).toBeGreaterThan(5);
  });

  test("do not change for other organizations when one is added", () => {
    const acme = remote.find(({ name }) => name === "dev-org-acme") as PlannedStack;
    const added: Project[] = parse(
      configOf([...remote, { ...acme, name: "dev-org-initech", organization: "initech" }]),
    ).projects;
    expect(added.filter(({ name }) => name !== "dev-org-initech")).toEqual(projects);
    expect(added).toHaveLength(projects.length + 1);
  });
});

test("omit stacks with a local state, and the file says so", () => {
  const text = configOf(stacks);
  expect(stacks.filter(({ backend }) => backend === "local").map(({ environment }) => environment)).toContain(
    "dev",
  );
  expect(parse(text).projects.map(({ name }: Project) => name.split("-")[0])).not.toContain("dev");
  expect(text).toContain("# Left out, because their state is in local files: dev.\n");
});
