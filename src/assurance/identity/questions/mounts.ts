import type { IdentityModel } from "../model/model";
import type { Mount } from "../model/mounts";
import type { Role } from "../model/roles";
import type { Secret } from "../model/secrets";
import type { ServiceAccount } from "../model/service-accounts";
import type { Text } from "../policy/text";
import { roleSubject } from "../subjects";
import type { Verdict } from "../verdict";
import { type ExistingSecret, mayRead } from "./existing";
import { canRead } from "./secrets";

/** A secret that a workload mounts, and whether its pods can read it. */
export interface MountedSecret {
  readonly workload: string;
  /** `namespace/service account`. */
  readonly as: string;
  readonly secret: string;
  readonly verdict: Verdict;
  /** Address of the SecretProviderClass. @default - not declared */
  readonly classAddress?: string | undefined;
  /** Whether its service account has no known role. */
  readonly lacksRole: boolean;
}

/**
 * Whether the pods of each workload can read the secrets that they mount: the driver reads with the role of their
 * service account.
 *
 * @param existing secrets that the stacks do not declare, but that are intended to be read
 */
export function mountedSecrets(
  model: IdentityModel,
  existing: readonly ExistingSecret[] = [],
): MountedSecret[] {
  const accounts = new Map(
    model.serviceAccounts.map((account) => [keyOf(account.namespace, account.name), account]),
  );
  const roles = new Map(model.roles.map((role) => [role.arn.key, role]));
  // By the names that a class may use for them.
  const secrets = new Map(
    model.secrets.flatMap((secret) => [[secret.name, secret] as const, [secret.arn.key, secret] as const]),
  );
  const elsewhere = new Map(existing.map((one) => [one.arn, one]));
  return model.mounts.map((mount) => {
    const account = accounts.get(keyOf(mount.namespace, mount.serviceAccount));
    return {
      workload: mount.address,
      as: `${mount.namespace}/${mount.serviceAccount}`,
      secret: String(mount.secret),
      classAddress: mount.classAddress,
      lacksRole: !roles.has(account?.roleArn?.key ?? ""),
      verdict: verdictOn(mount, account, { roles, secrets, elsewhere }),
    };
  });
}

interface Known {
  readonly roles: ReadonlyMap<string, Role>;
  readonly secrets: ReadonlyMap<string, Secret>;
  readonly elsewhere: ReadonlyMap<string, ExistingSecret>;
}

function verdictOn(
  mount: Mount,
  account: ServiceAccount | undefined,
  { roles, secrets, elsewhere }: Known,
): Verdict {
  if (!account) return open(`the service account ${mount.namespace}/${mount.serviceAccount} is not declared`);
  if (!account.roleArn) return { kind: "denied", because: `${account.address} has no role` };
  const role = roles.get(account.roleArn.key);
  if (!role) return open(`${account.roleArn} is not in this configuration`);
  const secret = secrets.get(mount.secret.key);
  if (secret) return canRead(roleSubject(role), secret);
  const existing = elsewhere.get(mount.secret.literal ?? "");
  return existing
    ? mayRead(roleSubject(role), role.place, existing)
    : open(`the secret ${mount.secret} is not in this configuration`);
}

const keyOf = (namespace: Text, name: Text): string => `${namespace.key}/${name.key}`;

const open = (because: string): Verdict => ({ kind: "unknown", because: [because] });
