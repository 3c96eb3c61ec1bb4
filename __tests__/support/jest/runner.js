const path = require("node:path");
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
  // Jest reads a map once per worker where it knows of it, and once per test file where it finds it beside the code.
  const modules = path.join(process.env.TEST_RUN_FOLDER, "modules.js");
  runtime.getSourceMaps().set(modules, `${modules}.map`);
  return circus(globalConfig, config, environment, runtime, ...others);
};
