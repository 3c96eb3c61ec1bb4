const { createHash } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");

const project = path.resolve(__dirname, "../../..");

/** Test files as they were compiled before all suites; in place of everything else, the module that all suites share. */
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
    const [top] = path.relative(project, file).split(path.sep);
    if (top !== "__tests__") return { code: `module.exports = outside.require(${JSON.stringify(file)});` };
    const code = compiled(file);
    return { code: fs.readFileSync(code, "utf8"), map: fs.readFileSync(`${code}.map`, "utf8") };
  },
  compiled,
};

function compiled(file) {
  return path.join(process.env.TEST_COMPILED_FOLDER, path.relative(project, file)).replace(/\.ts$/, ".js");
}
