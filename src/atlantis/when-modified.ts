import type { Rooms } from "./rooms";
import type { PlannedStack } from "./stack";

/** What every stack comes out of, beside its rooms: how it is built, and the packages and providers that it is built with. */
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
 * Files, from the project's root, whose change may change a stack: paths, and folders with all that is in them.
 *
 * Its organization's file is no other stack's business, so that adding or changing an organization plans that one alone.
 */
export function inputsOf(stack: PlannedStack, rooms: Rooms): string[] {
  const { environment, organization } = stack;
  return [
    ...common,
    `config/${environment}/environment.yaml`,
    ...(organization === undefined ? [] : [`config/${environment}/organizations/${organization}.yaml`]),
    ...(stack.hasFunctions ? ["lambda-src/**"] : []),
    ...rooms.behind(stackFile(stack)).map((room) => `src/${room}/**`),
  ];
}

const stackFile = ({ name, environment, organization }: PlannedStack): string =>
  `src/stacks/${organization === undefined ? name.slice(environment.length + 1) : "organization"}-stack.ts`;
