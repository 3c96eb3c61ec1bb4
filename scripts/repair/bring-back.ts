import fs from "node:fs";
import path from "node:path";
import type { Environment, Organization } from "../../src/config/model";
import { organizationStem } from "../../src/config/names";
import { refuseOtherConfig } from "../../src/stacks/config-digest";
import { guide } from "../../src/stacks/intent";
import { AwsCli } from "../aws/cli";
import { keyBackCommands } from "../aws/keys";
import { idsIn, statesOf } from "../deployment/states";
import { readStack, stackFile } from "../output-folder";
import { deployCall } from "./calls";
import type { Finding } from "./finding";
import type { DeletedSecret } from "./secrets";

/**
 * Commands that restore an organization whose stack was destroyed. While its secrets can be restored, their names are
 * taken and the stack cannot be applied: secrets and their key are restored and imported. A failed apply may already
 * have created another key, which the restored one replaces in the state.
 *
 * @param outdir output folder of synthesis, for the addresses in the stack
 * @throws AwsError if the state cannot be read
 */
export async function bringBack(
  environment: Environment,
  organization: Organization,
  deleted: readonly DeletedSecret[],
  outdir: string,
): Promise<Finding> {
  refuseOtherConfig(outdir, [environment], guide.synthesize);
  const stack = organizationStem(environment, organization);
  const folder = path.join(outdir, "stacks", stack);
  const { aws_kms_key: keys = {}, aws_secretsmanager_secret: secrets = {} } = resourcesOf(folder);
  const aws = new AwsCli({ region: environment.region });
  const made = await idsIn(statesOf(environment, aws), stack);
  const terraform = `terraform -chdir=${folder}`;
  const region = `--region ${environment.region}`;
  const names = deleted.map(({ name }) => name);
  const [keyId = ""] = deleted.map((secret) => secret.keyId.split("/").at(-1));
  const keyAddress = `aws_kms_key.${Object.keys(keys).find((id) => id.startsWith("secrets_key"))}`;
  const addressOf = (name: string) =>
    `aws_secretsmanager_secret.${Object.keys(secrets).find((id) => secrets[id]?.name === name)}`;
  const imported = (address: string, id = "") =>
    made.get(address) === id ? [] : [`${terraform} import ${address} ${id}`];
  const otherKey = made.get(keyAddress) === keyId ? undefined : made.get(keyAddress);
  // Their policies allow no principal to change their key to the restored one. They have no value yet.
  const underOtherKey = Object.values(secrets)
    .map(({ name }) => String(name))
    .filter((name) => otherKey !== undefined && made.has(addressOf(name)) && !names.includes(name));
  const commands = [
    ...keyBackCommands(keyId, environment.region),
    ...names.map((name) => `aws secretsmanager restore-secret ${region} --secret-id ${name}`),
    ...underOtherKey.map((name) => `aws secretsmanager delete-resource-policy ${region} --secret-id ${name}`),
    `${terraform} init`,
    ...(otherKey === undefined ? [] : [`${terraform} state rm ${keyAddress}`]),
    ...imported(keyAddress, keyId),
    ...deleted.flatMap(({ name, arn }) => imported(addressOf(name), arn)),
    deployCall(environment, organization),
    ...(otherKey === undefined ? [] : [`aws kms schedule-key-deletion ${region} --key-id ${otherKey}`]),
  ];
  const why = `${names.join(", ")}: deleted, and can be restored. Nothing was repaired. If ${stack} was destroyed, run these commands, then this one again; if it was not, run only those of secretsmanager.`;
  return { commands, problems: [why] };
}

function resourcesOf(folder: string) {
  const file = stackFile(folder);
  if (!fs.existsSync(file))
    throw new Error(
      `${file} does not exist, and the addresses of its secrets are needed. Run npm start, then this again.`,
    );
  return readStack(file).resource ?? {};
}
