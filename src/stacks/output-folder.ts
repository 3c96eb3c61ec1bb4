import fs from "node:fs";
import path from "node:path";

/**
 * Removes what an earlier synthesis left in the output folder: stacks that are gone, code of functions, and configuration
 * that Terraform would read beside the new one (HCL beside JSON). What Terraform itself keeps there, such as providers, stays.
 */
export function clearOutputFolder(outdir: string, stackNames: readonly string[]): void {
  const stacks = path.join(outdir, "stacks");
  if (!fs.existsSync(stacks)) return;
  for (const name of fs.readdirSync(stacks)) {
    // Desktops leave files of their own in folders that somebody looked into.
    if (!fs.statSync(path.join(stacks, name)).isDirectory()) continue;
    const folder = path.join(stacks, name);
    // Emptied, not removed: the CDKTF CLI listed it before and fails when it cannot remove it itself.
    if (!stackNames.includes(name))
      for (const file of fs.readdirSync(folder)) fs.rmSync(path.join(folder, file), { recursive: true });
    else
      for (const file of ["cdk.tf", "cdk.tf.json", "assets"])
        fs.rmSync(path.join(folder, file), { recursive: true, force: true });
  }
}
