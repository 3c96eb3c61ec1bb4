import { stringify } from "yaml";
import { Order } from "./order";
import type { SourceFolders } from "./source-folders";
import type { PlannedStack } from "./stack";
import { inputsOf } from "./when-modified";

export interface RepoConfigProps {
  readonly stacks: readonly PlannedStack[];
  readonly folders: SourceFolders;
  /** Exact version of Terraform for plan and apply. */
  readonly terraformVersion: string;
}

/** Relative path from a stack's folder to the project's root. */
const toRoot = "../../..";

/**
 * Text of atlantis.yaml: one project per stack with a remote state.
 *
 * It sets no key that decides what runs or who may apply (workflow, requirements), because a pull request could change
 * them. Those are part of the server's configuration.
 *
 * https://www.runatlantis.io/docs/repo-level-atlantis-yaml.html
 */
export function repoConfig({ stacks, folders, terraformVersion }: RepoConfigProps): string {
  // Atlantis deletes its clone, and would delete a local state with it.
  const planned = stacks.filter(({ backend }) => backend !== "local");
  const order = new Order(stacks);
  const config = {
    version: 3,
    autodiscover: { mode: "disabled" },
    parallel_plan: true,
    abort_on_execution_order_fail: true,
    projects: planned.map((stack) => project(stack, order, folders, terraformVersion)),
  };
  return heading(stacks) + stringify(config, { lineWidth: 0 });
}

function project(stack: PlannedStack, order: Order, folders: SourceFolders, terraformVersion: string) {
  const before = order.before(stack.name);
  return {
    name: stack.name,
    dir: `cdktf.out/stacks/${stack.name}`,
    workspace: "default",
    terraform_version: terraformVersion,
    execution_order_group: order.depthOf(stack.name),
    ...(before.length > 0 && { depends_on: before }),
    autoplan: { when_modified: inputsOf(stack, folders).map((file) => `${toRoot}/${file}`) },
  };
}

function heading(stacks: readonly PlannedStack[]): string {
  const local = [
    ...new Set(stacks.filter(({ backend }) => backend === "local").map((stack) => stack.environment)),
  ];
  return [
    "# Written by `npm run atlantis` from the synthesized stacks. Change config/ or src/, not this file.",
    ...(local.length > 0 ? [`# Left out, because their state is in local files: ${local.join(", ")}.`] : []),
    "",
  ].join("\n");
}
