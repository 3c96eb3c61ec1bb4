import fs from "node:fs";
import path from "node:path";

const marks = ["package.json", "lambda-src"];

/**
 * The folder that contains lambda-src. It is searched upwards from this file instead of the working directory, because
 * the program runs from src in tests and from a bundle in dist otherwise, with any working directory.
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
