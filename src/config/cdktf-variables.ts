/** Environment variables of the CDKTF CLI, which commands of this project read in the same way. */

/** The program that is called for Terraform, such as `tofu`. */
export const terraformProgram = (): string => variable("TERRAFORM_BINARY_NAME") ?? "terraform";

/** The folder that synthesis writes to. */
export const synthesisFolder = (): string => variable("CDKTF_OUTDIR") ?? "cdktf.out";

function variable(name: string): string | undefined {
  // biome-ignore lint/style/noProcessEnv: this room alone reads the environment
  return process.env[name] || undefined;
}
