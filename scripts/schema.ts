// Writes the JSON Schemas that editors read (the yaml-language-server lines in config/). Run by `npm run schema`.
import fs from "node:fs";
import path from "node:path";
import { editorSchemas } from "../src/config/schema/editor-schemas";
import { run } from "./command";

void run({
  usage: "Usage: npm run schema",
  options: {},
  answer() {
    const files = Object.entries(editorSchemas()).map(([name, text]) => {
      const file = path.join("config", name);
      fs.writeFileSync(file, text);
      return file;
    });
    return { text: `Written: ${files.join(", ")}` };
  },
});
