import fs from "node:fs";
import path from "node:path";
import { Configuration } from "./configuration";
import { objectIn } from "./json";
import type { StackSource } from "./stack";

/** Reads an output folder of CDKTF: its manifest, and the Terraform JSON of every stack that the manifest names. */
export function readOutputFolder(folder: string): StackSource[] {
  const file = path.join(folder, "manifest.json");
  if (!fs.existsSync(file))
    throw new Error(`There is no ${file}: run npm start, or name another output folder.`);
  const manifest = objectIn(readJson(file));
  return Object.entries(objectIn(manifest.stacks)).map(([name, entry]) => {
    const { synthesizedStackPath, workingDirectory } = objectIn(entry);
    return {
      name,
      workingDirectory: String(workingDirectory),
      json: readJson(path.join(folder, String(synthesizedStackPath))),
    };
  });
}

export const loadConfiguration = (folder: string): Configuration =>
  new Configuration(readOutputFolder(folder));

const readJson = (file: string): unknown => JSON.parse(fs.readFileSync(file, "utf8"));
