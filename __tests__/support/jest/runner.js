const { default: circus } = require("jest-circus/runner");

const eventHandlers = Symbol.for("EVENT_HANDLERS");

/**
 * Jest's own runner of a test file, loaded as Node.js loads modules: its state anew for each test file, and what it needs,
 * such as `expect`, once per worker. In Jest's sandbox, all of it is compiled for each test file.
 */
module.exports = (globalConfig, config, environment, runtime, ...others) => {
  runtime.requireInternalModule = (file) => {
    delete require.cache[file];
    delete globalThis[eventHandlers];
    return require(file);
  };
  return circus(globalConfig, config, environment, runtime, ...others);
};
