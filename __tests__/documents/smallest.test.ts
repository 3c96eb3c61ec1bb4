import { parse } from "yaml";
import { environmentSchema } from "../../src/config/schema/environment";
import { toJsonSchema } from "../../src/config/schema/json-schema";
import { AppFolder } from "../support/app-folder";
import { attributesOf, blocksOf } from "./blocks";

const files = blocksOf("README.md").flatMap((block) => {
  const { file } = attributesOf(block);
  return file === undefined ? [] : [{ file, text: block.text }];
});

test("README's first environment and organization are synthesized and proved as they stand there", async () => {
  expect(files.map(({ file }) => file)).toEqual([
    "config/dev/environment.yaml",
    "config/dev/organizations/acme.yaml",
  ]);
  const folder = new AppFolder();
  try {
    folder.remove("config");
    for (const { file, text } of files) folder.write(file, text);
    const { status, stdout, stderr } = await folder.call();
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^dev {2}proved/m);
    expect(stdout).toContain("acme/metabase");
  } finally {
    folder.dispose();
  }
});

test("README's first environment has the required keys, and no other", () => {
  expect(Object.keys(parse(files[0]?.text ?? "")).sort()).toEqual(
    [...(toJsonSchema(environmentSchema).required ?? [])].sort(),
  );
});
