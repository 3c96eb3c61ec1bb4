import path from "node:path";

/** A synthesized stack, as far as a deployment has to know it. */
export interface Stack {
  readonly name: string;
  /** Where its Terraform stands. */
  readonly folder: string;
  /** Names of the stacks that are applied before it. */
  readonly dependencies: readonly string[];
}

/** What a deployment keeps in a stack's folder. */
export const stackFiles = (folder: string) => ({
  /** What Terraform said since the last command began. */
  log: path.join(folder, "deploy.log"),
  /** What was planned, and is applied once it is approved. */
  plan: path.join(folder, "deploy.tfplan"),
  /** The id of the process, while Terraform runs here. */
  running: path.join(folder, "deploy.pid"),
  /** Terraform's own: the state that it could not save. */
  unsavedState: path.join(folder, "errored.tfstate"),
});
