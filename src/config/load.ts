import fs from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { environmentSchema } from "./environment-schema";
import type { Environment } from "./model";
import { organizationSchema } from "./organization-schema";
import { resolveEnvironment } from "./resolve";

/** Reads every environment under a folder. */
export function loadEnvironments(folder: string): Environment[] {
  const read = (file: string) => parse(fs.readFileSync(file, "utf8"));
  return fs
    .readdirSync(folder)
    .filter((name) => fs.existsSync(path.join(folder, name, "environment.yaml")))
    .sort()
    .map((name) => {
      const organizations = fs
        .readdirSync(path.join(folder, name, "organizations"))
        .filter((file) => file.endsWith(".yaml"))
        .map((file) => ({
          name: path.basename(file, ".yaml"),
          ...organizationSchema.parse(read(path.join(folder, name, "organizations", file))),
        }));
      return resolveEnvironment(
        name,
        environmentSchema.parse(read(path.join(folder, name, "environment.yaml"))),
        organizations,
      );
    });
}
