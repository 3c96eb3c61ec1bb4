// Writes the JSON Schemas that editors read (the yaml-language-server lines in config/). Run by `npm run schema`.
import fs from "node:fs";
import path from "node:path";
import { editorSchemas } from "../src/config/schema/editor-schemas";

for (const [name, text] of Object.entries(editorSchemas())) fs.writeFileSync(path.join("config", name), text);
