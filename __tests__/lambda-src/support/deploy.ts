import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { type CodeProps, contentsOf } from "../../../src/functions/code";

/** Unpacks what the zip of a function holds. Returns the folder. */
export function deploy(code: CodeProps): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "function-"));
  for (const [name, content] of Object.entries(contentsOf(code)))
    fs.writeFileSync(path.join(folder, name), content);
  return folder;
}
