import fs from "node:fs";
import path from "node:path";
import { type BuildOptions, buildSync } from "esbuild";
import { NodeRuntime } from "./node-runtime";

/** Files of a function, by their names in its zip. */
export type Files = Readonly<Record<string, Uint8Array>>;

/** Handler setting of every function: `handler` of index.js. */
export const handler = "index.handler";

/** Options of esbuild that produce the same bytes on every machine. */
export const bundleOptions: BuildOptions = {
  bundle: true,
  minify: true,
  platform: "node",
  target: NodeRuntime.FUNCTIONS.target,
  format: "cjs",
  // ES modules first: esbuild removes their unused code, which is a third of the AWS SDK.
  mainFields: ["module", "main"],
  loader: { ".pem": "text" },
  legalComments: "none",
  // In a separate file: an inline map would be parsed at every start, and would double what Lambda loads.
  sourcemap: true,
  sourcesContent: false,
  // Neither this project's tsconfig.json nor one in a parent folder may change the bytes.
  tsconfigRaw: "{}",
  outfile: "index.js",
  write: false,
  logLevel: "silent",
};

/**
 * Bundles lambda-src/<name>/handler.ts with all imports, including the AWS SDK: functions run the versions of the lock
 * file, which the tests used, instead of those of the runtime. The result is the same in every checkout.
 */
export function bundle(name: string, project: string): Files {
  const { outputFiles, warnings } = buildSync({
    ...bundleOptions,
    absWorkingDir: project,
    entryPoints: [entryPoint(name, project)],
  });
  if (warnings.length > 0) {
    const texts = warnings.map(({ text, location }) => `${location?.file}:${location?.line} ${text}`);
    throw new Error(`lambda-src/${name} does not bundle cleanly:\n${texts.join("\n")}`);
  }
  return Object.fromEntries(
    (outputFiles ?? []).map((file) => {
      const isMap = file.path.endsWith(".map");
      return [path.basename(file.path), isMap ? portable(file.text) : file.contents];
    }),
  );
}

function entryPoint(name: string, project: string): string {
  const entry = path.join("lambda-src", name, "handler.ts");
  if (fs.existsSync(path.join(project, entry))) return entry;
  const folder = path.join(project, "lambda-src");
  const functions = fs
    .readdirSync(folder)
    .filter((each) => fs.existsSync(path.join(folder, each, "handler.ts")));
  throw new Error(
    `There is no ${entry.split(path.sep).join("/")}: name one of ${functions.join(", ")}, or add the file.`,
  );
}

/** Makes paths of packages relative to node_modules, which may be a link or in a parent folder. */
function portable(sourceMap: string): Uint8Array {
  const map = JSON.parse(sourceMap) as { sources: string[] };
  const sources = map.sources.map((source) => source.replace(/^.*?(?=node_modules\/)/, ""));
  return Buffer.from(JSON.stringify({ ...map, sources }));
}
