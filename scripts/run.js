// Bundles a command of this project into dist/ and runs it: node scripts/run.js scripts/explain.ts dev
const path = require("node:path");
const { buildSync } = require("esbuild");

const project = path.resolve(__dirname, "..");

/** Bundles a program that answers calls of a command, such as scripts/explain.ts. */
const bundle = (entry, outfile) =>
  buildSync({
    absWorkingDir: project,
    stdin: {
      contents: `import "./scripts/optimize-later"; import "./scripts/for-cdktf"; import { command } from "./${entry}"; import { run } from "./scripts/frame/run"; void run(command);`,
      resolveDir: project,
    },
    bundle: true,
    platform: "node",
    target: "node20",
    packages: "external",
    sourcemap: "inline",
    sourcesContent: false,
    outfile,
    logLevel: "silent",
  });

function run(entry, words) {
  const outfile = path.join(project, "dist", entry.replace(/\.ts$/, ".js"));
  try {
    bundle(entry, outfile);
  } catch ({ message }) {
    console.error(message.replace(/^Build failed with 1 error:\n(error: )?/, ""));
    if (/failed to (write|create)/i.test(message))
      console.error("Commands are bundled into dist/ of the project: let this user write there.");
    process.exit(2);
  }
  process.setSourceMapsEnabled(true);
  process.argv = [process.execPath, outfile, ...words];
  require(outfile);
}

if (require.main === module) run(process.argv[2], process.argv.slice(3));
module.exports = { bundle };
