// TypeScript for Jest: esbuild strips the types, so that a suite starts in milliseconds; `npm run lint` checks them.
const { transformSync } = require("esbuild");

module.exports = {
  process: (source, file) =>
    transformSync(source, {
      loader: "ts",
      format: "cjs",
      target: "node20",
      sourcemap: "inline",
      sourcefile: file,
    }),
};
