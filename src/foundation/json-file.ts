import fs from "node:fs";

/**
 * Parses a JSON file that this project, Terraform or CDKTF wrote.
 *
 * @param advice what to do about an incomplete file, such as `run npm start`
 * @throws Error with the file's name and the advice if it is not JSON
 */
export function readJsonFile<T>(file: string, advice: string): T {
  const text = fs.readFileSync(file, "utf8");
  return parseJson(text, file, advice);
}

/**
 * Parses a JSON text from another source than a file.
 *
 * @param name its source, for the error
 */
export function parseJson<T>(text: string, name: string, advice: string): T {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${name} cannot be read as JSON (${(error as Error).message}): ${advice}.`);
  }
}
