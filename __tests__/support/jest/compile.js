// Compiles the project for its tests: node compile.js <folder>. esbuild strips the types; `npm run lint` checks them.
const fs = require("node:fs");
const path = require("node:path");
const { buildSync } = require("esbuild");

const project = path.resolve(__dirname, "../../..");
const folders = ["bench", "src", "lambda-src", "pod-src", "scripts", "__tests__"];

function compile() {
  const files = folders.flatMap((folder) =>
    fs
      .readdirSync(path.join(project, folder), { recursive: true })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => path.join(folder, file)),
  );
  const { outputFiles } = buildSync({
    absWorkingDir: project,
    entryPoints: ["main.ts", ...files],
    outdir: project,
    outbase: ".",
    format: "cjs",
    platform: "node",
    target: "node20",
    sourcemap: "external",
    sourcesContent: false,
    write: false,
    logLevel: "error",
  });
  const texts = new Map(outputFiles.map(({ path: file, text }) => [file, text]));
  return ["main.ts", ...files].map((file) => {
    const code = path.join(project, file).replace(/\.ts$/, ".js");
    const source = path.join(project, file);
    return {
      file,
      code: texts.get(code),
      // By where it is, so that errors name it wherever the map is read.
      map: { ...JSON.parse(texts.get(`${code}.map`)), sources: [source] },
    };
  });
}

/** One file with a function per module, because to make many files takes longest. */
function write(modules, folder) {
  const sections = [];
  const lines = ["module.exports = {"];
  for (const { file, code, map } of modules) {
    lines.push(`${JSON.stringify(file)}(exports, require, module, __filename, __dirname) {`);
    sections.push({ offset: { line: lines.length, column: 0 }, map });
    lines.push(...code.split("\n"), "},");
  }
  lines.push("};", "//# sourceMappingURL=modules.js.map");
  fs.writeFileSync(path.join(folder, "modules.js"), lines.join("\n"));
  fs.writeFileSync(path.join(folder, "modules.js.map"), JSON.stringify({ version: 3, sections }));
}

const [folder] = process.argv.slice(2);
write(compile(), folder);
