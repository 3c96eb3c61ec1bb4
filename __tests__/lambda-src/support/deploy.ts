import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { type CodeProps, contentsOf } from "../../../src/functions/code";
import { filledOnce } from "../../support/once";

/** Unpacks what the zip of a function holds, once per run. @returns the folder, which all tests share */
export function deploy(code: CodeProps): string {
  const files = createHash("sha256").update(JSON.stringify(code.files ?? {}));
  return filledOnce(`deployed-${code.source}-${files.digest("hex")}`, (folder) => {
    for (const [name, content] of Object.entries(contentsOf(code)))
      fs.writeFileSync(path.join(folder, name), content);
  });
}
