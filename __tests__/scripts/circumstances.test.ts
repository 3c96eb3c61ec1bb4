import fs from "node:fs";
import path from "node:path";
import { command as assurance } from "../../scripts/assurance";
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

describe("stacks that were made from another config than config/ has now", () => {
  beforeAll(() => folder.write("cdktf.out/config.json", '{"dev":"of another config"}'));

  test("are not judged", async () => {
    const message = expect.stringContaining(
      "cdktf.out was made from another config of dev than config/ has now",
    );
    expect(await callIn(folder.path, assurance, ["dev"])).toMatchObject({ status: 2, stderr: message });
    expect(await callIn(folder.path, explain, ["dev"])).toMatchObject({ status: 2, stderr: message });
  });

  test("are not looked for in AWS", async () => {
    expect(await callIn(folder.path, imports, ["dev", "network"])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("cdktf.out was made from another config of dev"),
    });
  });
});

describe("an environment without an instance that organizations share", () => {
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

  const message = expect.stringContaining("dev has no instance that organizations share");
  test("has no sessions there", async () => {
    expect(await callIn(folder.path, sessions, ["dev"])).toMatchObject({ status: 2, stderr: message });
  });

  test("has nothing there that a removed organization left", async () => {
    const words = ["dev", "hooli", "--drop"];
    expect(await callIn(folder.path, leftovers, words)).toMatchObject({ status: 2, stderr: message });
  });
});
