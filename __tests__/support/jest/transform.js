const { createHash } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");

const project = path.resolve(__dirname, "../../..");
let tests = { folder: undefined, compiled: {} };

/** Test files as they were compiled before all of them; in place of everything else, the module that all share. */
module.exports = {
  getCacheKey: (source, file) =>
    createHash("sha256")
      .update(__filename)
      .update("\0")
      .update(file)
      .update("\0")
      .update(source)
      .digest("hex"),
  process: (_, file) => {
    const name = path.relative(project, file);
    if (!name.startsWith("__tests__"))
      return { code: `module.exports = outside.require(${JSON.stringify(file)});` };
    const folder = process.env.TEST_RUN_FOLDER;
    if (tests.folder !== folder)
      tests = { folder, compiled: JSON.parse(fs.readFileSync(path.join(folder, "tests.json"), "utf8")) };
    return tests.compiled[name];
  },
};
