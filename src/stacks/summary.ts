import { type App, TerraformResource, type TerraformStack } from "cdktf";
import { traitsOfKind } from "../config/application-kinds";
import type { Environment } from "../config/model";
import { enumerate } from "../config/problem";
import { EnvironmentStack } from "./environment-stack";

/** Output after synthesis: the stacks in the order of their application, and the next steps. */
export function summary(app: App, environments: readonly Environment[]): string {
  const stacks = app.node.children.filter((child) => child instanceof EnvironmentStack);
  const width = Math.max(...stacks.map((stack) => stack.node.id.length));
  const sections = environments.map((environment) => {
    const own = stacks.filter((stack) => stack.environment === environment);
    return [heading(environment), ...own.map((stack) => line(stack, width))].join("\n");
  });
  const resources = stacks.reduce((sum, stack) => sum + resourceCount(stack), 0);
  const first = environments[0]?.name ?? "";
  return [
    ...sections,
    [
      `${stacks.length} stacks, ${resources} resources: Terraform ${app.hclOutput ? "HCL" : "JSON"} in ${app.outdir}/stacks/<stack>`,
      ...hint(environments),
      ...setUpFirst(environments),
    ].join("\n"),
    ["Next", ...nextSteps(first)].join("\n"),
  ].join("\n\n");
}

/** Next steps after synthesis. */
export const nextSteps = (environment: string): string[] => [
  `  npm run preflight -- ${environment}  ask AWS what the account lacks for it`,
  `  npm run deploy -- ${environment}     show what Terraform would change, ask, and apply it, stack by stack`,
];

/** An alarm without a subscriber is never noticed. */
function hint(environments: readonly Environment[]): string[] {
  const silent = environments.filter(({ notifications }) => Object.values(notifications).flat().length === 0);
  return silent.length === 0
    ? []
    : [
        `No subscriber gets the alarms of ${enumerate(silent.map(({ name }) => name))}: list one under notifications (docs/monitoring.md).`,
      ];
}

/** The first visitor of an application that is not set up may become its administrator. */
function setUpFirst(environments: readonly Environment[]): string[] {
  const opened = environments.flatMap(({ name, organizations }) =>
    organizations.flatMap((organization) =>
      organization.applications
        .filter((application) => application.access && traitsOfKind(application).isSetUpByFirstVisitor)
        .map((application) => `${organization.name}/${application.name} of ${name}`),
    ),
  );
  return opened.length === 0
    ? []
    : [
        `Set up ${enumerate(opened)} by port-forward before a host name leads to it: the first visitor of a Metabase becomes its administrator (docs/opening.md#metabase).`,
      ];
}

function heading({ name, region, account, topology, state }: Environment): string {
  const where = state.backend === "s3" ? `s3://${state.bucket}/${name}/` : "state/";
  return `${name}  (${region}, account ${account}, ${topology}, state in ${where})`;
}

function line(stack: EnvironmentStack, width: number): string {
  const direct = stack.dependencies.filter(
    (one) => !stack.dependencies.some((other) => other.dependsOn(one)),
  );
  const after = direct.map((dependency) => (dependency as EnvironmentStack).shortName);
  const count = `${String(resourceCount(stack)).padStart(4)} resources`;
  return `  ${stack.node.id.padEnd(width)}  ${count}${after.length ? `   after ${after.join(", ")}` : ""}`;
}

const resourceCount = (stack: TerraformStack): number =>
  stack.node.findAll().filter((node) => TerraformResource.isTerraformResource(node)).length;
