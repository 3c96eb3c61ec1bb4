import fs from "node:fs";
import path from "node:path";

const marks = ["package.json", "lambda-src"];

/**
 * The folder that holds lambda-src. Looked for above this file, not in the working directory: the program runs from
 * src in tests and from a bundle below dist otherwise, in whatever directory it is started.
 */
export function projectFolder(from: string = __dirname): string {
  for (let folder = from; ; folder = path.dirname(folder)) {
    if (marks.every((mark) => fs.existsSync(path.join(folder, mark)))) return folder;
    if (folder === path.dirname(folder)) {
      throw new Error(
        `Found no folder with ${marks.join(" and ")} in or above ${from}: run the program from a checkout of the project.`,
      );
    }
  }
}
