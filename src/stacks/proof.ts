import type { App } from "cdktf";
import { problemsText, proofText, prove, readOutputFolder, unjudgedStacks } from "../assurance";
import type { Environment } from "../config/model";
import { guide, intentOf } from "./intent";

/**
 * Judges the files that were just written, so that escape hatches and other late changes are included.
 *
 * @param environments environments to judge
 * @param all every environment of config, to find stacks that belong to none
 */
export function proof(
  app: App,
  environments: readonly Environment[],
  all: readonly Environment[] = environments,
): { readonly matrices: string; readonly problems: string } {
  if (app.hclOutput)
    return { matrices: "Not proved: the proof reads Terraform JSON, and this is HCL.", problems: "" };
  const sources = readOutputFolder(app.outdir, guide.synthesize);
  const proofs = prove(sources, environments.map(intentOf));
  return {
    matrices: proofs.map(proofText).join("\n\n"),
    problems: problemsText(proofs, unjudgedStacks(sources, all.map(intentOf))),
  };
}
