import fs from "node:fs";
import path from "node:path";
import type { PlannedStack } from "../src/atlantis/stack";

/** The part of an output folder's manifest that is read here. */
export interface Manifest {
  stacks: Record<string, { name: string; synthesizedStackPath: string; dependencies: string[] }>;
}

/** The parts of a synthesized stack that are read here; every stack has them. */
interface StackJson {
  terraform: { backend: Record<string, unknown> };
  provider: { aws: { default_tags: { tags: { Environment: string; Organization?: string } }[] }[] };
  resource: Record<string, unknown>;
}

/** Reads the stacks of an output folder, sorted by name. */
export function plannedStacks(outdir: string): PlannedStack[] {
  const { stacks } = readManifest(outdir);
  return Object.values(stacks)
    .map(({ name, synthesizedStackPath, dependencies }) => {
      const json = readJson<StackJson>(path.join(outdir, synthesizedStackPath));
      const tags = json.provider.aws[0]?.default_tags[0]?.tags;
      if (!tags) throw new Error(`${name} has no default tags, which say whose it is.`);
      return {
        name,
        environment: tags.Environment,
        ...(tags.Organization !== undefined && { organization: tags.Organization }),
        backend: Object.keys(json.terraform.backend)[0] as string,
        hasFunctions: "aws_lambda_function" in json.resource,
        dependencies,
      };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** @throws Error where nothing was synthesized into the folder */
export function readManifest(outdir: string): Manifest {
  const file = path.join(outdir, "manifest.json");
  if (!fs.existsSync(file)) throw new Error(`There is no ${file}: run npm start first.`);
  return readJson<Manifest>(file);
}

const readJson = <T>(file: string): T => JSON.parse(fs.readFileSync(file, "utf8"));
