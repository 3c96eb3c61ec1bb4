const { AsyncLocalStorage } = require("node:async_hooks");
const { types } = require("node:util");
const { TestEnvironment } = require("jest-environment-node");
const { load } = require("./modules");
const { forgetApps, knowTokens } = require("./tokens");

// A literal in a test file is of its sandbox's class. Packages that ask with instanceof see through that.
for (const [type, isOne] of [
  [Array, Array.isArray],
  [Promise, types.isPromise],
  [RegExp, types.isRegExp],
])
  Object.defineProperty(type, Symbol.hasInstance, {
    value(one) {
      return this === type ? isOne(one) : Function.prototype[Symbol.hasInstance].call(this, one);
    },
  });

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

/**
 * Jest gives each test file a sandbox in which it loads every module anew, and slower than Node.js does. Here only the
 * test files are in it. What they test, and all packages, a worker loads once, outside: no test replaces a module.
 */
module.exports = class extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    knowTokens();
    this.global.outside = { require: load, process };
    // What both sides look at: classes that packages ask for with instanceof, and what spies and settings change.
    Object.assign(this.global, { Date, Error, Map, Math, RegExp, Set });
    this.global.process.env = process.env;
  }

  async teardown() {
    await super.teardown();
    for (const storage of storages) storage.disable();
    storages.clear();
    forgetApps();
  }
};
