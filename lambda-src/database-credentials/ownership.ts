import { RefusedError } from "./errors";
import type { SecretDescription } from "./secret";

export interface Owner {
  readonly organization: string;
  readonly environmentName: string;
}

/** Suffix of a secret's name, after `{organization}-{environment}-`. */
export const credentialsSecret = /^database-credentials$/;
export const encryptionKeySecret = /^[a-z0-9-]+-encryption-key$/;

/**
 * Refuses secrets of other organizations by their tags, which the secret's own stack sets (any principal that may tag
 * the secret could, too). The name alone is ambiguous: `acme-prod-x-...` may belong to `acme` in `prod` or to
 * `acme-prod` in `x`.
 */
export function checkOwnership(secret: SecretDescription, owner: Owner, lastPart: RegExp): void {
  const { Organization: organization, Environment: environment } = secret.tags;
  const prefix = `${owner.organization}-${owner.environmentName}-`;
  const named = secret.name.startsWith(prefix) && lastPart.test(secret.name.slice(prefix.length));
  if (named && organization === owner.organization && environment === owner.environmentName) return;
  throw new RefusedError(
    `Secret ${secret.name} (tags Organization=${organization ?? "none"}, Environment=${environment ?? "none"}) is not the one of organization ${owner.organization} in ${owner.environmentName}. Nothing was changed.`,
  );
}
