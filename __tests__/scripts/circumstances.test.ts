import fs from "node:fs";
import path from "node:path";
import { command as assurance } from "../../scripts/assurance";
import { idsIn } from "../../scripts/deployment/states";
import { command as explain } from "../../scripts/explain";
import { command as imports } from "../../scripts/import";
import { command as leftovers } from "../../scripts/leftovers";
import { command as sessions } from "../../scripts/sessions";
import { AppFolder } from "../support/app-folder";
import { callIn } from "../support/call";

let folder: AppFolder;
beforeAll(() => {
  folder = new AppFolder();
});
afterAll(() => folder.dispose());

describe("stacks of an outdated config", () => {
  beforeAll(() => folder.write("cdktf.out/config.json", '{"dev":"of another config"}'));

  test("are not judged", async () => {
    const message = expect.stringContaining(
      "cdktf.out was made from another config of dev than config/ has now",
    );
    expect(await callIn(folder.path, assurance, ["dev"])).toMatchObject({ status: 2, stderr: message });
    expect(await callIn(folder.path, explain, ["dev"])).toMatchObject({ status: 2, stderr: message });
  });

  test("are not looked up in AWS", async () => {
    expect(await callIn(folder.path, imports, ["dev", "network"])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("cdktf.out was made from another config of dev"),
    });
  });
});

describe("truncated files of an output folder", () => {
  let cut: AppFolder;
  beforeAll(() => {
    cut = new AppFolder();
    cut.remove("config/prod");
    cut.remove("config/dev/organizations");
  });
  afterAll(() => cut.dispose());

  test.each(["manifest.json", "config.json"])("are named with a fix (%s)", async (file) => {
    cut.write("cdktf.out/manifest.json", '{"stacks":{}}');
    cut.write(`cdktf.out/${file}`, "{");
    const { status, stderr } = await callIn(cut.path, imports, ["dev", "network"]);
    expect([status, stderr]).toEqual([
      2,
      expect.stringContaining(`cdktf.out/${file} cannot be read as JSON`),
    ]);
    expect(stderr).toContain("run npm start, for all environments");
  });

  test("are replaced by a synthesis of all environments", async () => {
    for (const file of ["manifest.json", "config.json"]) cut.write(`cdktf.out/${file}`, "{");
    expect(await cut.call()).toMatchObject({ status: 0 });
    expect(Object.keys(JSON.parse(cut.output().get("config.json") ?? ""))).toEqual(["dev"]);
  });

  test("may be states", async () => {
    const states = {
      names: async () => [],
      text: async () => "{",
      place: () => "state/x",
      removal: () => "",
    };
    await expect(idsIn(states, "x")).rejects.toThrow(/^state\/x cannot be read as JSON .*: docs\/state\.md/);
    expect(await idsIn({ ...states, text: async () => "" }, "x")).toEqual(new Map());
  });
});

describe("an environment without a shared instance", () => {
  beforeAll(() => {
    const { path: root } = folder;
    folder.write(
      "config/dev/environment.yaml",
      `${fs.readFileSync(path.join(root, "config/dev/environment.yaml"), "utf8").replace(/^database:$/m, "database:\n  shared: false")}`,
    );
    for (const name of fs.readdirSync(path.join(root, "config/dev/organizations"))) {
      const file = `config/dev/organizations/${name}`;
      const text = fs.readFileSync(path.join(root, file), "utf8");
      folder.write(file, text.replace(/^isolation: \w+/m, "isolation: instance"));
    }
  });

  const message = expect.stringContaining("dev has no shared instance");
  test("has no sessions in it", async () => {
    expect(await callIn(folder.path, sessions, ["dev"])).toMatchObject({ status: 2, stderr: message });
  });

  test("has no leftovers in it", async () => {
    const words = ["dev", "hooli", "--drop"];
    expect(await callIn(folder.path, leftovers, words)).toMatchObject({ status: 2, stderr: message });
  });
});
