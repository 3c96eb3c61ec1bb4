const { createHash } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");

const project = path.resolve(__dirname, "../../..");
let tests = { folder: undefined, compiled: {} };

/** A test file as it was compiled before all of them; nothing where the file is none. */
function compiledTest(file) {
  const name = path.relative(project, file);
  if (!name.startsWith("__tests__")) return undefined;
  const folder = process.env.TEST_RUN_FOLDER;
  if (tests.folder !== folder)
    tests = { folder, compiled: JSON.parse(fs.readFileSync(path.join(folder, "tests.json"), "utf8")) };
  return tests.compiled[name];
}

/** Test files as they were compiled; in place of everything else, the module that all share. */
module.exports = {
  // By what was compiled: the file may have changed since, and Jest would keep the old code for the new text.
  getCacheKey: (source, file) =>
    createHash("sha256")
      .update(__filename)
      .update("\0")
      .update(file)
      .update("\0")
      .update(compiledTest(file)?.code ?? source)
      .digest("hex"),
  process: (_, file) =>
    compiledTest(file) ?? { code: `module.exports = outside.require(${JSON.stringify(file)});` },
};
