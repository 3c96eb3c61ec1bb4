import fs from "node:fs";

interface Package {
  version: string;
  integrity?: string;
  resolved?: string;
  /** Packed inside the package above it, whose integrity covers it. */
  inBundle?: boolean;
}

const lock = JSON.parse(fs.readFileSync("package-lock.json", "utf8")) as {
  packages: Record<string, Package>;
};
const packages = Object.entries(lock.packages).filter(([folder]) => folder !== "");

describe("package-lock.json", () => {
  test("has an integrity hash for every package, also for packages of other platforms", () => {
    const downloaded = packages.filter(([, { inBundle }]) => !inBundle);
    expect(downloaded.length).toBeGreaterThan(500);
    const unprotected = downloaded
      .filter(([, { integrity }]) => !integrity?.startsWith("sha512-"))
      .map(([folder, { version }]) => `${folder.replace(/^.*node_modules\//, "")}@${version}`);
    // Where one is listed: npm view <package>@<version> dist.integrity
    expect(unprotected).toEqual([]);
  });

  test("has no registry URL, so that any registry or mirror can serve the packages", () =>
    expect(packages.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]));
});
