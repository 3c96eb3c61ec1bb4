import fs from "node:fs";
import path from "node:path";
import { editorSchemas } from "../src/config/schema/editor-schemas";
import { defineCommand } from "./frame/command";

export const command = defineCommand({
  name: "schema",
  summary: "Writes what is made from the schema of config: the JSON Schemas that editors read.",
  answer() {
    const files = Object.entries(editorSchemas()).map(([name, text]) => {
      const file = path.join("config", name);
      fs.writeFileSync(file, text);
      return file;
    });
    return { text: `Written: ${files.join(", ")}` };
  },
});
