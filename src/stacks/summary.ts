import { type App, TerraformResource, type TerraformStack } from "cdktf";
import type { Environment } from "../config/model";
import { enumerate } from "../config/problem";
import { EnvironmentStack } from "./environment-stack";

/** What a person wants to know after synthesis: the stacks in the order they are applied, and what to do next. */
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
    ].join("\n"),
    [
      "Next",
      `  npx cdktf diff ${first}-network      what Terraform would change in one stack`,
      `  npx cdktf deploy '${first}-*'        apply an environment, stack by stack`,
      `  npx cdktf destroy '${first}-*'       take it down again, in reverse order`,
    ].join("\n"),
  ].join("\n\n");
}

/** Alarms that nobody hears are worse than none: who sees them in a file believes in them. */
function hint(environments: readonly Environment[]): string[] {
  const silent = environments.filter(({ notifications }) => Object.values(notifications).flat().length === 0);
  return silent.length === 0
    ? []
    : [
        `Nobody hears of alarms in ${enumerate(silent.map(({ name }) => name))}: list somebody under notifications (docs/monitoring.md).`,
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
