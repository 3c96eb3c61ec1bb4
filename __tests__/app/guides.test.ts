import fs from "node:fs";
import path from "node:path";
import { problems } from "../../pod-src/connection-check/problems";
import { loadEnvironments } from "../../src/config/load";
import { ContainerImage } from "../../src/foundation/container-image";
import { pages } from "../documents/blocks";
import { atLeastOne } from "../support/at-least-one";
import { environmentStacks } from "../support/environments";
import { organizationStack } from "../workloads/support";

const project = path.resolve(__dirname, "../..");
const read = (file: string): string => fs.readFileSync(path.join(project, file), "utf8");
/** How GitHub addresses the headings of a page. */
const anchorsOf = (markdown: string): string[] =>
  [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    (heading as string)
      .toLowerCase()
      .replace(/[^\w\- ]/g, "")
      .replaceAll(" ", "-"),
  );

describe.each([...pages, "docs/config.md", "docs/commands.md", "CHANGELOG.md", "SECURITY.md"])(
  "%s",
  (page) => {
    test("links to files and headings that exist", () => {
      const links = [...read(page).matchAll(/\]\(((?!https?:)[^)#]*)(?:#([^)]+))?\)/g)];
      const broken = links.filter(([, file, anchor]) => {
        const target = file ? path.join(path.dirname(page), file) : page;
        if (!fs.existsSync(path.join(project, target))) return true;
        return anchor !== undefined && !anchorsOf(read(target)).includes(anchor);
      });
      expect(broken.map(([link]) => link)).toEqual([]);
    });
  },
);

/** A file or folder of this project, written in a sentence. What stands in <> or * is a reader's to fill in. */
const written =
  /`((?:src|scripts|lambda-src|pod-src|__tests__|config|docs|atlantis|bench)\/[\w./-]*(?:\.\w+|\/))`/g;

test("documents name files and folders that exist", () => {
  const named = pages.flatMap((page) =>
    [...read(page).matchAll(written)].map(([, file = ""]) => ({ page, file })),
  );
  expect(atLeastOne(named).filter(({ file }) => !fs.existsSync(path.join(project, file)))).toEqual([]);
});

test("every finding of the connection check links to a heading of docs/troubleshooting.md", () => {
  expect(anchorsOf(read("docs/troubleshooting.md"))).toEqual(expect.arrayContaining(Object.keys(problems)));
});

test("docs/operations.md names resources by addresses that exist in organizations' stacks", () => {
  const [dev] = loadEnvironments("config");
  const [organization] = dev?.organizations ?? [];
  if (!dev || !organization) throw new Error("no shipped organization");
  const { json } = organizationStack({ ...dev, organizations: [organization] });
  const addresses = [...read("docs/operations.md").matchAll(/-target=(\w+)\.([\w-]+)/g)];
  expect(addresses).toHaveLength(2);
  for (const [, type = "", name = ""] of atLeastOne(addresses))
    expect(Object.keys(json.resource[type])).toContain(name);
});

test("docs/operations.md updates every add-on whose version config does not pin", () => {
  const [dev] = loadEnvironments("config");
  if (!dev) throw new Error("no shipped environment");
  const addOns = [...environmentStacks(dev).values()].flatMap(({ json }) =>
    Object.values<{ addon_name: string; addon_version?: string }>(json.resource.aws_eks_addon ?? {}),
  );
  const [, updated = ""] = /for ADDON in (.+); do/.exec(read("docs/operations.md")) ?? [];
  expect(updated.split(" ").sort()).toEqual(
    atLeastOne(addOns)
      .filter(({ addon_version }) => addon_version === undefined)
      .map(({ addon_name }) => addon_name)
      .sort(),
  );
});

test("docs/operations.md lists every image that a mirror needs", () => {
  const [, table = ""] = /## Images from a mirror(.+?)\n## /s.exec(read("docs/operations.md")) ?? [];
  const listed = [...table.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name]) => name);
  const registry = "mirror.example.com";
  const pulled = Object.values(ContainerImage).map((image: ContainerImage) =>
    image.from({ registry, digests: {} }).repository.slice(registry.length + 1),
  );
  expect(listed).toEqual(atLeastOne(pulled));
});
