const { createRequire } = require("node:module");
const path = require("node:path");

const project = path.resolve(__dirname, "../../..");
/** What this run has compiled and loaded: in watch mode, a process sees several runs. */
let run = { folder: undefined, compiled: {}, loaded: new Map(), ofTestFile: new Map() };

/** Loads a file of the project as it was compiled, or one of a package, once per worker; one of tests once per test file. */
function load(file) {
  const folder = process.env.TEST_RUN_FOLDER;
  if (run.folder !== folder)
    run = {
      folder,
      compiled: require(path.join(folder, "modules.js")),
      loaded: new Map(),
      ofTestFile: new Map(),
    };
  const name = path.relative(project, file);
  const define = run.compiled[name];
  if (!define) return require(file);
  const loaded = name.startsWith("__tests__") ? run.ofTestFile : run.loaded;
  const known = loaded.get(name);
  if (known) return known.exports;
  const module = { exports: {} };
  loaded.set(name, module);
  const own = createRequire(file);
  const requireFrom = (target) => load(resolve(path.dirname(file), target) ?? own.resolve(target));
  define(module.exports, Object.assign(requireFrom, own), module, file, path.dirname(file));
  module.exports = plain(module.exports);
  return module.exports;
}

/** What esbuild exports is behind a getter, or several where files hand it on: each call would pay for them. */
const plain = (exports) => Object.defineProperty({ ...exports }, "__esModule", { value: true });

/** The compiled file that a relative path means. Nothing where it is none. */
function resolve(folder, target) {
  if (!target.startsWith(".")) return undefined;
  const file = path.resolve(folder, target);
  const candidates = [`${file}.ts`, path.join(file, "index.ts"), file];
  return candidates.find((one) => path.relative(project, one) in run.compiled);
}

module.exports = {
  load,
  /** Called between test files. */
  forgetTests: () => run.ofTestFile.clear(),
};
