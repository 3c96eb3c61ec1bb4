import type { Context } from "./context";
import { RefusedError } from "./errors";
import type { OrganizationNames } from "./organization";
import { randomText } from "./password";
import type { Provision } from "./requests";
import { Secret } from "./secret";
import { generatedSecrets, rememberGeneratedSecret } from "./sql/generated-secrets";
import type { Session } from "./sql/session";

/**
 * Writes generated secrets once and never changes them: data that an application encrypted with such a key can only be
 * decrypted with it. The database remembers the names of keys in use, so that no new key replaces one that was lost or
 * renamed while the data remains.
 */
export async function ensureGeneratedSecrets(
  { config, secrets, log }: Context,
  { owner }: OrganizationNames,
  { organization, generatedSecretArns }: Provision,
  master: Session,
): Promise<void> {
  for (const arn of generatedSecretArns) {
    const secret = new Secret(secrets, arn);
    const { name } = await secret.describe();
    if ((await secret.read("AWSCURRENT")) === undefined) {
      const known = await generatedSecrets(master, owner);
      const drop = `npm run leftovers -- ${config.environmentName} ${organization} --drop`;
      if (known.includes(name))
        throw new RefusedError(
          `Secret ${name} has lost its value, and data that was encrypted with it still exists. Within seven days of its removal, npm run repair -- ${config.environmentName} ${organization} prints the commands that restore it. If it is gone for good, destroy the organization's stack, drop the data (${drop}), and apply again.`,
        );
      if (known.length > 0)
        throw new RefusedError(
          `Data that was encrypted with ${known.join(" and ")} still exists, and cannot be read with a key of another name, ${name}. Give the application its earlier name again, or destroy the organization's stack, drop the data (${drop}), and apply again.`,
        );
      await secret.write(randomText(64), "AWSCURRENT");
      log.info("Wrote a generated secret", { arn });
    }
    await rememberGeneratedSecret(master, owner, name);
  }
}
