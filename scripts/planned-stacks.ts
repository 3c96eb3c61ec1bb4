import type { PlannedStack } from "../src/atlantis/stack";
import { defaultTags, readStack, writtenStacks } from "./output-folder";

/** Reads the stacks of an output folder, sorted by name. */
export function plannedStacks(outdir: string): PlannedStack[] {
  return writtenStacks(outdir)
    .map(({ name, dependencies, file }) => {
      const json = readStack(file);
      const { Environment = "", Organization } = defaultTags(json, name);
      return {
        name,
        environment: Environment,
        ...(Organization !== undefined && { organization: Organization }),
        backend: Object.keys(json.terraform.backend)[0] as string,
        hasFunctions: "aws_lambda_function" in (json.resource ?? {}),
        dependencies,
      };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
