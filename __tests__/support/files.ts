import fs from "node:fs";
import path from "node:path";

/** Paths of all files below a folder whose name has this ending, relative to it and sorted. */
export const filesIn = (folder: string, ending: string): string[] =>
  fs
    .readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(ending))
    .sort();

/** Contents of all files below a folder, by their paths in it, sorted. */
export const contentsIn = (folder: string, encoding: BufferEncoding = "utf8"): Map<string, string> =>
  new Map(
    filesIn(folder, "")
      .map((file) => [file, path.join(folder, file)] as const)
      .filter(([, file]) => fs.statSync(file).isFile())
      .map(([name, file]) => [name, fs.readFileSync(file, encoding)]),
  );
