import type { SourceFolders } from "./source-folders";
import type { PlannedStack } from "./stack";

/** Inputs of every stack in addition to its folders of src: its build, and the versions of packages and providers. */
const common = [
  ".terraform-version",
  "main.ts",
  "package-lock.json",
  "package.json",
  "scripts/run.js",
  "terraform.lock.hcl",
  "tsconfig.json",
];

/**
 * Files and folders, relative to the project's root, on which a stack depends.
 *
 * Only an organization's own stack depends on its file, so that adding or changing an organization plans one stack.
 */
export function inputsOf(stack: PlannedStack, folders: SourceFolders): string[] {
  const { environment, organization } = stack;
  return [
    ...common,
    `config/${environment}/environment.yaml`,
    ...(organization === undefined ? [] : [`config/${environment}/organizations/${organization}.yaml`]),
    ...(stack.hasFunctions ? ["lambda-src/**"] : []),
    ...folders.importedBy(stackFile(stack)).map((folder) => `src/${folder}/**`),
  ];
}

const stackFile = ({ name, environment, organization }: PlannedStack): string =>
  `src/stacks/${organization === undefined ? name.slice(environment.length + 1) : "organization"}-stack.ts`;
