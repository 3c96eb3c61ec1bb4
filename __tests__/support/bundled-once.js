// Loaded by programs of tests, and by their workers, before other code: functions are bundled once per run, by the process that
// comes first. A program may run in a copy of the project; a worker changes copies, and keeps the project's own functions alone.
const fs = require("node:fs");
const Module = require("node:module");
const path = require("node:path");
const { deserialize, serialize } = require("node:v8");

const esbuild = require.resolve("esbuild");
const project = path.resolve(__dirname, "../..");
let ofCopies = true;
const { _load: load } = Module;
Module._load = function (request, ...given) {
  const loaded = load.call(this, request, ...given);
  return request === "esbuild" || request === esbuild
    ? { ...loaded, buildSync: once(loaded.buildSync) }
    : loaded;
};

const once = (buildSync) => (options) => {
  const [, name] = /\blambda-src\/([^/]+)\/handler\.ts$/.exec(options.entryPoints?.[0] ?? "") ?? [];
  const isKept = name !== undefined && (ofCopies || options.absWorkingDir === project);
  if (!isKept) return buildSync(options);
  const kept = path.join(process.env.TEST_RUN_FOLDER, `bundle of ${name}`);
  if (!fs.existsSync(kept)) {
    const { outputFiles, warnings } = buildSync(options);
    const files = outputFiles.map(({ path: file, contents, text }) => ({ path: file, contents, text }));
    const draft = `${kept}.${process.pid}`;
    fs.writeFileSync(draft, serialize({ outputFiles: files, warnings }));
    fs.renameSync(draft, kept);
  }
  return deserialize(fs.readFileSync(kept));
};

module.exports = {
  /** For a worker. */
  bundleCopiesAnew() {
    ofCopies = false;
  },
};
