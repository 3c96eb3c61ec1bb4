import fs from "node:fs";
import path from "node:path";
import type { Environment, Organization } from "../../src/config/model";
import { organizationStem } from "../../src/config/names";
import { deployCall } from "./deploy";
import type { Finding } from "./finding";
import type { DeletedSecret } from "./secrets";

type Resources = Readonly<Record<string, Readonly<Record<string, { readonly name?: string }>>>>;

/**
 * Commands that bring an organization back whose stack was destroyed. Until its secrets are gone for good, their names are
 * taken, so the stack cannot be applied: secrets and their key are restored, and come back into its state.
 *
 * @param outdir output folder of synthesis, for the addresses in the stack
 */
export function bringBack(
  environment: Environment,
  organization: Organization,
  deleted: readonly DeletedSecret[],
  outdir: string,
): Finding {
  const stack = organizationStem(environment, organization);
  const folder = path.join(outdir, "stacks", stack);
  const resources = resourcesOf(folder);
  const terraform = `terraform -chdir=${folder}`;
  const region = `--region ${environment.region}`;
  const [keyId] = deleted.map((secret) => secret.keyId.split("/").at(-1));
  const addressOfKey = Object.keys(resources.aws_kms_key ?? {}).find((id) => id.startsWith("secrets_key"));
  const addressOf = ({ name }: DeletedSecret) =>
    Object.entries(resources.aws_secretsmanager_secret ?? {}).find(([, secret]) => secret.name === name)?.[0];
  const names = deleted.map(({ name }) => name);
  const commands = [
    `aws kms cancel-key-deletion ${region} --key-id ${keyId}`,
    ...names.map((name) => `aws secretsmanager restore-secret ${region} --secret-id ${name}`),
    `${terraform} init`,
    `${terraform} import aws_kms_key.${addressOfKey} ${keyId}`,
    ...deleted.map((one) => `${terraform} import aws_secretsmanager_secret.${addressOf(one)} ${one.arn}`),
    deployCall(environment, organization),
  ];
  const why = `${names.join(", ")}: deleted, and can be restored. Nothing was repaired. If ${stack} was destroyed, run these commands, then this one again; if it was not, run those of secretsmanager alone.`;
  return { text: commands, problems: [why] };
}

function resourcesOf(folder: string): Resources {
  const file = path.join(folder, "cdk.tf.json");
  if (!fs.existsSync(file))
    throw new Error(
      `${file} is not there, and the addresses of its secrets are needed. Call npm start, then this again.`,
    );
  return JSON.parse(fs.readFileSync(file, "utf8")).resource;
}
