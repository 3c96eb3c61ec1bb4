import { readFileSync } from "node:fs";
import { resolve } from "node:path";

const read = (file: string) => JSON.parse(readFileSync(resolve(__dirname, "../..", file), "utf8"));

/** Name of an installed package, from its folder: a package may be installed below another one. */
const nameOf = (folder: string): string =>
  folder.slice(folder.lastIndexOf("node_modules/") + "node_modules/".length);

// Install scripts run with the rights of the account that installs, before any code is read.
test("no dependency is allowed to run a script when it is installed", () => {
  const packages: [folder: string, entry: { hasInstallScript?: boolean }][] = Object.entries(
    read("package-lock.json").packages,
  );
  const withScripts = packages
    .filter(([, { hasInstallScript }]) => hasInstallScript)
    .map(([folder]) => nameOf(folder));
  expect(withScripts).toContain("esbuild");
  expect(read("package.json").allowScripts).toEqual(
    Object.fromEntries(withScripts.map((name) => [name, false])),
  );
});
