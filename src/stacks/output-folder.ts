import fs from "node:fs";
import path from "node:path";
import type { App, Manifest, StackManifest } from "cdktf";
import type { Environment } from "../config/model";
import { readJsonFile } from "../foundation/json-file";
import { synthesizeAgain, writeConfigDigests } from "./config-digest";

/** The output folder. Stacks of environments of config that are not synthesized remain, also in the manifest. */
export class OutputFolder {
  private readonly asked: ReadonlySet<string>;

  constructor(
    private readonly app: App,
    private readonly all: readonly Environment[],
    private readonly environments: readonly Environment[],
  ) {
    this.asked = new Set(environments.map(({ name }) => name));
  }

  write(): void {
    for (const [stack, entry] of this.entries())
      if (!this.isWritten(stack)) this.app.manifest.stacks[stack] = entry;
    this.clear();
    this.app.synth();
    writeConfigDigests(this.app.outdir, this.environments, this.all);
  }

  /**
   * Removes output of an earlier synthesis: removed stacks, code of functions, and configuration that Terraform would
   * read in addition to the new one (HCL next to JSON). Files of Terraform, such as providers, remain.
   */
  private clear(): void {
    const stacks = path.join(this.app.outdir, "stacks");
    if (!fs.existsSync(stacks)) return;
    const made = new Set(this.app.node.children.map(({ node }) => node.id));
    for (const name of fs.readdirSync(stacks).filter((one) => this.isWritten(one))) {
      const folder = path.join(stacks, name);
      // Desktop environments create files in folders that were opened.
      if (!fs.statSync(folder).isDirectory()) continue;
      // Emptied instead of removed: the CDKTF CLI listed the folder before, and fails if it cannot remove it itself.
      const old = made.has(name) ? ["cdk.tf", "cdk.tf.json", "assets"] : fs.readdirSync(folder);
      for (const file of old) fs.rmSync(path.join(folder, file), { recursive: true, force: true });
    }
  }

  /** Stacks of environments that were removed from config are removed: no config is left to judge them by. */
  private isWritten(stack: string): boolean {
    const environment = this.environmentOf(stack);
    return environment === undefined || this.asked.has(environment);
  }

  /** `dev-org-acme` belongs to `dev`, unless there is an environment `dev-org`. */
  private environmentOf(stack: string): string | undefined {
    const names = this.all.map(({ name }) => name).filter((name) => stack.startsWith(`${name}-`));
    return names.sort((a, b) => b.length - a.length)[0];
  }

  private entries(): readonly (readonly [stack: string, entry: StackManifest])[] {
    const file = path.join(this.app.outdir, "manifest.json");
    // A synthesis of all environments keeps no entry, so it also replaces an incomplete manifest.
    if (this.asked.size === this.all.length || !fs.existsSync(file)) return [];
    return Object.entries(readJsonFile<Pick<Manifest, "stacks">>(file, synthesizeAgain).stacks);
  }
}
