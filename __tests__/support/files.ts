import fs from "node:fs";

/** Paths of all files below a folder whose name has this ending, relative to it and sorted. */
export const filesIn = (folder: string, ending: string): string[] =>
  fs
    .readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(ending))
    .sort();
