const { AsyncLocalStorage } = require("node:async_hooks");
const vm = require("node:vm");
const { ModuleMocker } = require("jest-mock");
const { forgetTests, load } = require("./modules");
const { forgetApps, knowTokens } = require("./tokens");
require("../../../scripts/for-cdktf");
require("./plain-values");
require("../bundled-once").bundleCopiesAnew();
require("../../../scripts/optimize-later");

// A worker that has nothing left to do ends at once. To end its threads and clear its heap takes longer, on a busy machine,
// than Jest waits.
if (process.send) process.once("beforeExit", () => process.kill(process.pid, "SIGKILL"));

/** Storages that Jest opened for a test file. It opens one for each, and up to Node.js 22 every promise pays for each one. */
const storages = new Set();
const { run } = AsyncLocalStorage.prototype;
AsyncLocalStorage.prototype.run = function (...given) {
  storages.add(this);
  return run.apply(this, given);
};

/** Jest compiles in it the line that stands for a test file (see transform.js), and nothing else. */
const sandbox = vm.createContext({
  load(file, jest) {
    Object.assign(globalThis, { jest });
    load(file);
  },
});

/**
 * Jest gives each test file a sandbox in which it loads every module anew, itself included, and slower than Node.js does.
 * Here all code runs outside of it: no test replaces a module or changes a global for another. A worker loads packages and
 * what is tested once, and the files in `__tests__` for each test file.
 */
module.exports = class {
  global = globalThis;
  moduleMocker = new ModuleMocker(globalThis);
  /** What Jest puts in place of these, for one test file. */
  before = { console: globalThis.console, exit: process.exit };

  constructor() {
    knowTokens();
  }

  getVmContext() {
    return sandbox;
  }

  async setup() {}

  async teardown() {
    for (const storage of storages) storage.disable();
    storages.clear();
    forgetApps();
    forgetTests();
    globalThis.console = this.before.console;
    process.exit = this.before.exit;
  }
};
