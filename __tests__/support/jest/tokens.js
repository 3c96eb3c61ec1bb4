const { load } = require("./modules");

let own;

/** Tokens that CDKTF makes when it is loaded. All later ones are part of an app: src makes none outside of constructs. */
function tokensOfCdktf() {
  load(require.resolve("cdktf"));
  const { stringTokenMap, numberTokenMap } = globalThis.__cdktfTokenMap;
  return [stringTokenMap, numberTokenMap].map((map) => ({ map, keys: new Set(map.keys()) }));
}

module.exports = {
  /** Called before the first app of a process. */
  knowTokens() {
    own ??= tokensOfCdktf();
  },
  /** CDKTF keeps every token as long as the process, and with it the app: a gigabyte for each worker. */
  forgetApps() {
    for (const { map, keys } of own) for (const key of map.keys()) if (!keys.has(key)) map.delete(key);
  },
};
