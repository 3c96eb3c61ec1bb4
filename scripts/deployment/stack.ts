import path from "node:path";

/** Properties of a synthesized stack that a deployment needs. */
export interface Stack {
  readonly name: string;
  /** Terraform's working directory. */
  readonly folder: string;
  /** Names of the stacks that must be applied before it. */
  readonly dependencies: readonly string[];
}

/** Name of a stack without its environment's, as commands take it. */
export function shortName(stack: string, environment: string): string {
  const prefix = `${environment}-`;
  return stack.startsWith(prefix) ? stack.slice(prefix.length) : stack;
}

/** Files of a deployment in a stack's folder. */
export const stackFiles = (folder: string) => ({
  /** Output of Terraform since the start of the last command. */
  log: path.join(folder, "deploy.log"),
  /** The plan, which is applied after approval. */
  plan: path.join(folder, "deploy.tfplan"),
  /** Process id of a running Terraform. */
  running: path.join(folder, "deploy.pid"),
  /** Terraform's own file: a state that it could not save. */
  unsavedState: path.join(folder, "errored.tfstate"),
});
