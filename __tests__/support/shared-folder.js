const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");

/** Before all suites, Jest makes a folder in which they find what one of them has synthesized; after all, it is gone. */
module.exports = () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "synthesized-"));
  process.env.SYNTHESIZED_FOLDER = folder;
  process.on("exit", () => fs.rmSync(folder, { recursive: true, force: true }));
};
