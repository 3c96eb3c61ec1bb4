import path from "node:path";
import { buildSync } from "esbuild";
import { bundleOptions } from "../functions/bundle";

/** Maximum size of annotations: `kubectl apply` stores a copy of the object in one. */
const longest = 256 * 1024;

/** pod-src/<name>/main.ts with all its imports as one script for any image with Node.js. */
export function bundledScript(name: string, project: string): string {
  const { outputFiles, warnings } = buildSync({
    ...bundleOptions,
    sourcemap: false,
    absWorkingDir: project,
    entryPoints: [path.join(project, "pod-src", name, "main.ts")],
  });
  const text = outputFiles?.[0]?.text ?? "";
  if (warnings.length > 0 || text.length >= longest)
    throw new Error(
      `pod-src/${name} does not fit: ${text.length} bytes (below ${longest}), ${warnings.length} warnings.`,
    );
  return text;
}
