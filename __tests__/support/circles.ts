import fs from "node:fs";
import path from "node:path";
import { filesIn } from "./files";

/** Everything that a file names as a module: imports and exports of values or types, `import()` and `require()`. */
const named = /(?<!-)(?:from|import\(|require\(|import)\s*"(\.[^"]*)"/g;

/**
 * Groups of files that import each other in a circle, type imports included: none of them can be read, tested or moved
 * without all of the others.
 *
 * @returns how many files were read, and the circles, each with its files by name
 */
export function circlesAmong(
  root: string,
  folders: readonly string[],
): { files: number; circles: string[][] } {
  const files = folders.flatMap((folder) =>
    filesIn(path.join(root, folder), ".ts").map((file) => path.join(folder, file)),
  );
  const known = new Set(files);
  const imports = new Map(
    files.map((file) => {
      const text = fs.readFileSync(path.join(root, file), "utf8");
      const targets = [...text.matchAll(named)].flatMap(([, target = ""]) => {
        const base = path.join(path.dirname(file), target);
        return [`${base}.ts`, path.join(base, "index.ts"), base].find((one) => known.has(one)) ?? [];
      });
      return [file, targets] as const;
    }),
  );
  return { files: files.length, circles: circlesIn(imports) };
}

/** Strongly connected components of more than one file or folder (Tarjan). */
export function circlesIn(imports: ReadonlyMap<string, readonly string[]>): string[][] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const found: string[][] = [];
  const visit = (file: string): number => {
    const own = order.size;
    order.set(file, own);
    lowest.set(file, own);
    open.push(file);
    for (const target of imports.get(file) ?? [])
      if (!order.has(target) || open.includes(target))
        lowest.set(file, Math.min(lowest.get(file) as number, lowest.get(target) ?? visit(target)));
    if (lowest.get(file) === own) {
      const component = open.splice(open.indexOf(file));
      if (component.length > 1 || imports.get(file)?.includes(file)) found.push(component.sort());
    }
    return lowest.get(file) as number;
  };
  for (const file of imports.keys()) if (!order.has(file)) visit(file);
  return found.sort();
}
