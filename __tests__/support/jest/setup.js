const { execFileSync } = require("node:child_process");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");

/**
 * Before all test files: a folder of this run, for what is made once for all of them, and one with the compiled project.
 * That one lies in the project, so that packages resolve. When the run ends both are gone.
 */
module.exports = () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "test-run-"));
  fs.chmodSync(folder, 0o755);
  const compiled = path.resolve(__dirname, "../../../dist", path.basename(folder));
  Object.assign(process.env, { TEST_RUN_FOLDER: folder, TEST_COMPILED_FOLDER: compiled });
  process.on("exit", () => {
    for (const made of [folder, compiled]) fs.rmSync(made, { recursive: true, force: true });
  });
  // A process of its own: what Jest requires, it transforms.
  execFileSync(process.execPath, [path.join(__dirname, "compile.js"), compiled], { stdio: "inherit" });
};
