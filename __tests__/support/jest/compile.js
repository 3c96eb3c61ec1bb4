// TypeScript to JavaScript, file by file: node compile.js <folder>. esbuild strips the types; `npm run lint` checks them.
const fs = require("node:fs");
const path = require("node:path");
const { buildSync } = require("esbuild");

const project = path.resolve(__dirname, "../../..");
const folders = ["bench", "src", "lambda-src", "pod-src", "scripts", "__tests__"];
const files = folders.flatMap((folder) =>
  fs
    .readdirSync(path.join(project, folder), { recursive: true })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => path.join(folder, file)),
);
const { outputFiles } = buildSync({
  absWorkingDir: project,
  entryPoints: ["main.ts", ...files],
  outdir: process.argv[2],
  outbase: ".",
  format: "cjs",
  platform: "node",
  target: "node20",
  sourcemap: true,
  sourcesContent: false,
  write: false,
  logLevel: "error",
});
for (const { path: file, text } of outputFiles) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, file.endsWith(".map") ? absolute(file, JSON.parse(text)) : text);
}

/** Errors name files of the project by where they are, wherever the map is read. */
function absolute(file, map) {
  const sources = map.sources.map((source) => path.resolve(path.dirname(file), source));
  return JSON.stringify({ ...map, sources });
}
