import fs from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { repoConfig } from "../../src/atlantis/repo-config";
import { SourceFolders } from "../../src/atlantis/source-folders";
import { Chart } from "../../src/platform/chart";
import type { buildEnvironment } from "../../src/stacks/environment";
import { loadChanged } from "../support/changed";
import {
  ConfigCopy,
  changed,
  type Output,
  synthesizeChanged,
  synthesizeConfig,
} from "./support/environments";
import { type Project, planned } from "./support/matching";

const project = path.resolve(__dirname, "../..");
const projectsOf = ({ stacks }: Output): Project[] =>
  parse(repoConfig({ stacks, folders: new SourceFolders(project), terraformVersion: "1.99.0" })).projects;

const config = new ConfigCopy();
const before = synthesizeConfig(config.path);
const projects = projectsOf(before);
afterAll(() => config.dispose());

/** Stacks that change when a file of config/ does, and those that Atlantis plans for it. */
function edit(file: string, change: (text: string) => string): { changed: string[]; planned: string[] } {
  const copy = new ConfigCopy();
  try {
    copy.edit(file, change);
    const after = synthesizeConfig(copy.path);
    return { changed: changed(before, after), planned: planned(projectsOf(after), [`config/${file}`]) };
  } finally {
    copy.dispose();
  }
}

const all = (environment: string): string[] =>
  [...before.texts.keys()].filter((name) => name.startsWith(`${environment}-`)).sort();

describe("a change of config", () => {
  test("of an organization changes and plans its own stack alone, even an instance of its own", () => {
    const result = edit("dev/organizations/globex.yaml", (text) => text.replace("schema\n", "instance\n"));
    expect(result).toEqual({ changed: ["dev-org-globex"], planned: ["dev-org-globex"] });
  });

  test("that adds an organization changes and plans its stack alone", () => {
    const result = edit(
      "prod/organizations/initech.yaml",
      () => "isolation: instance\napplications:\n  - kind: metabase\n",
    );
    expect(result).toEqual({ changed: ["prod-org-initech"], planned: ["prod-org-initech"] });
  });

  test("of an environment plans every stack of it, changed or not, and none of another", () => {
    const result = edit("dev/environment.yaml", (text) => `${text}topology: private-link\n`);
    expect(result.planned).toEqual(all("dev"));
    expect(result.changed.length).toBeGreaterThan(2);
    expect(result.changed.filter((name) => !result.planned.includes(name))).toEqual([]);
  });
});

describe("a change of code", () => {
  test.each([
    ["src/platform/chart.ts", `"${Chart.RELOADER.version}"`, '"99.0.0"', ["platform"]],
    ["src/workloads/security-group-policy.ts", "v1beta1", "v1", ["org-acme", "org-globex"]],
  ])("of %s changes only stacks that are planned for it", async (file, from, to, expected) => {
    const after = synthesizeChanged(config.path, await rebuilt(file, from, to));
    const found = changed(before, after);
    expect(found).toEqual(
      ["dev", "prod"].flatMap((environment) => expected.map((name) => `${environment}-${name}`)),
    );
    expect(found.filter((name) => !planned(projects, [file]).includes(name))).toEqual([]);
  });

  test("plans the stacks that import its folder, and no others", () => {
    const short = (file: string) => planned(projects, [file]).filter((name) => /^dev/.test(name));
    expect(short("src/network/vpc.ts")).toEqual(["dev-network"]);
    expect(short("src/platform/reloader.ts")).toEqual(["dev-platform"]);
    expect(short("src/cluster/nodes.ts")).toEqual([
      "dev-cluster",
      "dev-org-acme",
      "dev-org-globex",
      "dev-platform",
    ]);
    expect(short("src/exposure/external-access.ts")).toEqual([
      "dev-database",
      "dev-org-acme",
      "dev-org-globex",
    ]);
    expect(short("lambda-src/database-credentials/handler.ts")).toEqual(["dev-database"]);
    for (const file of [
      "main.ts",
      "package-lock.json",
      ".terraform-version",
      "src/config/names.ts",
      "src/stacks/exports.ts",
    ])
      expect({ file, planned: short(file) }).toEqual({ file, planned: all("dev") });
  });

  test("plans nothing where no output changes", () => {
    for (const file of [
      "README.md",
      "src/assurance/gate.ts",
      "__tests__/app/hcl.test.ts",
      "atlantis.yaml",
      "docs/state.md",
    ])
      expect({ file, planned: planned(projects, [file]) }).toEqual({ file, planned: [] });
  });
});

/** `buildEnvironment` with one text of one file replaced. */
async function rebuilt(file: string, from: string, to: string): Promise<typeof buildEnvironment> {
  const before = fs.readFileSync(path.join(project, file), "utf8");
  if (!before.includes(from)) throw new Error(`${file} has no ${from}`);
  const change = { file, text: before.replaceAll(from, to) };
  const entry = "src/stacks/environment.ts";
  return (await loadChanged<typeof import("../../src/stacks/environment")>(entry, change)).buildEnvironment;
}
