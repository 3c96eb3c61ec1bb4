import { spawnSync } from "node:child_process";
import path from "node:path";
import { buildSync } from "esbuild";
import { projectFolder } from "../../src/functions/project-folder";
import { checkout, emptyFolder } from "./support/checkout";

describe("the project's folder", () => {
  const project = checkout();

  test("is found from a folder inside it", () => {
    expect(projectFolder(path.join(project, "lambda-src/echo"))).toBe(project);
    expect(projectFolder(project)).toBe(project);
  });

  test.each(["dist", "dist/test-1"])("is found by a program bundled into %s, wherever it runs", (folder) => {
    const program = path.join(project, folder, "main.js");
    const module = path.resolve(__dirname, "../../src/functions/project-folder");
    buildSync({
      stdin: {
        contents: `import { projectFolder } from ${JSON.stringify(module)}; console.log(projectFolder());`,
        resolveDir: __dirname,
      },
      bundle: true,
      platform: "node",
      outfile: program,
    });
    const { stdout } = spawnSync(process.execPath, [program], { cwd: emptyFolder(), encoding: "utf8" });
    expect(stdout.trim()).toBe(project);
  });

  test("is not found outside a checkout: the error lists what was searched", () => {
    const elsewhere = emptyFolder();
    expect(() => projectFolder(elsewhere)).toThrow(
      `Found no folder with package.json and lambda-src in or above ${elsewhere}`,
    );
  });
});
