import fs from "node:fs";

/**
 * Reads a file that this project, Terraform or CDKTF wrote.
 *
 * @param advice what to do about one that was cut off, such as `run npm start`
 * @throws Error with the file's name and the advice where it is no JSON
 */
export function readJsonFile<T>(file: string, advice: string): T {
  const text = fs.readFileSync(file, "utf8");
  return parseJson(text, file, advice);
}

/** The same for a text that is not in a file. @param name where it comes from */
export function parseJson<T>(text: string, name: string, advice: string): T {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${name} cannot be read as JSON (${(error as Error).message}): ${advice}.`);
  }
}
