import path from "node:path";
import { build, type Plugin } from "esbuild";
import { project } from "./program";

/** A file of the project as it would be after a change. */
export interface Changed {
  readonly file: string;
  readonly text: string;
}

/** Loads a file and what it imports, of which one is changed, beside the packages of this process. */
export async function loadChanged<T>(entry: string, change?: Changed): Promise<T> {
  const { outputFiles } = await build({
    absWorkingDir: project,
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: "cjs",
    platform: "node",
    packages: "external",
    logLevel: "error",
    plugins: [sameCode, ...(change ? [inPlaceOf(change)] : [])],
  });
  const module = { exports: {} as T };
  new Function("module", "exports", "require", "__dirname", outputFiles[0]?.text ?? "")(
    module,
    module.exports,
    require,
    path.join(project, "dist"),
  );
  return module.exports;
}

/** The code of functions, which takes longest, is bundled once for all. */
const sameCode: Plugin = {
  name: "same code",
  setup: ({ onResolve }) =>
    onResolve({ filter: /^\.\/code$/ }, () => ({
      path: path.join(project, "src/functions/code.ts"),
      external: true,
    })),
};

/** esbuild takes a RegExp of its own realm, which a literal in a test is not. */
const inPlaceOf = ({ file, text }: Changed): Plugin => ({
  name: "change",
  setup: ({ onLoad }) =>
    onLoad({ filter: new RegExp(`${path.basename(file)}$`) }, (loaded) =>
      loaded.path === path.resolve(project, file) ? { contents: text, loader: "ts" } : undefined,
    ),
});
