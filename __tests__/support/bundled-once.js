// Loaded by programs of tests, and by their workers, before other code: functions are bundled and zipped once per run, by the
// process that comes first. A program may run in a copy of the project; a worker changes copies, and keeps the bundles of the
// project's own functions alone.
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const Module = require("node:module");
const path = require("node:path");
const { deserialize, serialize } = require("node:v8");

const esbuild = require.resolve("esbuild");
const fflate = require.resolve("fflate");
const project = path.resolve(__dirname, "../..");
let ofCopies = true;
const { _load: load } = Module;
Module._load = function (request, ...given) {
  const loaded = load.call(this, request, ...given);
  if (request === "esbuild" || request === esbuild) return { ...loaded, buildSync: once(loaded.buildSync) };
  if (request === "fflate" || request === fflate) return { ...loaded, zipSync: zippedOnce(loaded.zipSync) };
  return loaded;
};

const once = (buildSync) => (options) => {
  const [, name] = /\blambda-src\/([^/]+)\/handler\.ts$/.exec(options.entryPoints?.[0] ?? "") ?? [];
  const isKept = name !== undefined && (ofCopies || options.absWorkingDir === project);
  if (!isKept) return buildSync(options);
  return kept(`bundle of ${name}`, () => {
    const { outputFiles, warnings } = buildSync(options);
    return {
      outputFiles: outputFiles.map(({ path: file, contents, text }) => ({ path: file, contents, text })),
      warnings,
    };
  });
};

/** Code of functions alone: what is smaller is zipped faster than it is looked up. */
const smallestKept = 100_000;

const zippedOnce = (zipSync) => (files) => {
  const size = Object.values(files).reduce((sum, [content]) => sum + content.length, 0);
  if (size < smallestKept) return zipSync(files);
  const hash = createHash("sha256");
  for (const [name, [content, options]] of Object.entries(files))
    hash.update(JSON.stringify([name, content.length, options])).update(content);
  return kept(`zip of ${hash.digest("hex")}`, () => zipSync(files));
};

/** What the process that comes first makes. */
function kept(name, make) {
  const file = path.join(process.env.TEST_RUN_FOLDER, name);
  if (!fs.existsSync(file)) {
    const draft = `${file}.${process.pid}`;
    fs.writeFileSync(draft, serialize(make()));
    fs.renameSync(draft, file);
  }
  return deserialize(fs.readFileSync(file));
}

module.exports = {
  /** For a worker. */
  bundleCopiesAnew() {
    ofCopies = false;
  },
};
