// Bundles a program of this project into dist/ and runs it here: node scripts/run.js scripts/explain.ts dev
const path = require("node:path");
const { buildSync } = require("esbuild");

const [entry, ...words] = process.argv.slice(2);
const project = path.resolve(__dirname, "..");
const outfile = path.join(project, "dist", entry.replace(/\.ts$/, ".js"));
buildSync({
  absWorkingDir: project,
  entryPoints: [entry],
  bundle: true,
  platform: "node",
  target: "node20",
  packages: "external",
  sourcemap: "inline",
  outfile,
  logLevel: "warning",
});
process.setSourceMapsEnabled(true);
require("./without-creation-stacks");
process.argv = [process.execPath, outfile, ...words];
require(outfile);
