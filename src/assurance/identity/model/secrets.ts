import { called, type PartyId } from "../../party";
import { booleanOf, type Configuration, isAbsent, possible, type Resource } from "../../terraform";
import type { Policy } from "../policy/statement";
import type { Text } from "../policy/text";
import { type Encryption, encryptionOf } from "./keys";
import type { Names } from "./names";
import type { Place } from "./place";
import { policyOf } from "./policies";
import { type Tags, tagsOf } from "./tags";

/** A secret of Secrets Manager. */
export interface Secret {
  /** Address of the resource that creates it. */
  readonly address: string;
  readonly id: PartyId;
  /** Its name in reports: its own name, or the instance whose master password it is. */
  readonly name: string;
  readonly arn: Text;
  readonly place: Place;
  readonly encryption: Encryption;
  /** @default - not known, since AWS adds tags to secrets that it creates itself */
  readonly tags?: Tags;
  /** @default - none */
  readonly policy?: Policy;
  /** Address of the instance whose master password it is. @default - none */
  readonly masterOf?: string;
}

export function readSecrets(configuration: Configuration, names: Names): Secret[] {
  const policies = new SecretPolicies(configuration);
  const secrets = configuration.resources("aws_secretsmanager_secret").map((resource): Secret => {
    const arn = names.text(resource.symbol("arn"));
    const policy = policies.of(resource);
    return {
      address: resource.address,
      ...called({ kind: "secret", name: String(names.text(resource.attribute(["name"]))) }),
      arn,
      place: names.place(resource),
      encryption: encryptionOf(configuration, resource, "kms_key_id"),
      tags: tagsOf(configuration, names, resource),
      ...(policy && { policy }),
    };
  });
  return [...secrets, ...masterSecrets(configuration, names)];
}

/** Master passwords, which RDS stores in secrets that it creates. */
function masterSecrets(configuration: Configuration, names: Names): Secret[] {
  return configuration
    .resources("aws_db_instance")
    .filter((instance) => booleanOf(instance.get("manage_master_user_password")) === true)
    .map((instance) => ({
      address: `${instance.address}.master_user_secret`,
      ...called({
        kind: "master password",
        name: String(names.text(instance.attribute(["identifier"]))),
      }),
      arn: names.text(instance.symbol("master_user_secret", 0, "secret_arn")),
      place: names.place(instance),
      encryption: encryptionOf(configuration, instance, "master_user_secret_kms_key_id"),
      masterOf: instance.address,
    }));
}

/**
 * Policies of secrets, by address of the secret. If several are declared for one secret, the one that is applied last
 * is in force.
 */
class SecretPolicies {
  private readonly separate = new Map<string, Resource[]>();
  private readonly perhaps = new Set<string>();

  constructor(private readonly configuration: Configuration) {
    for (const resource of configuration.resources("aws_secretsmanager_secret_policy")) {
      const named = configuration.named("aws_secretsmanager_secret", resource.get("secret_arn"));
      for (const { resource: secret } of possible(named)) {
        this.separate.set(secret.address, [...(this.separate.get(secret.address) ?? []), resource]);
        if (named.answer !== "exactly") this.perhaps.add(secret.address);
      }
    }
  }

  of(secret: Resource): Policy | undefined {
    const separate = this.separate.get(secret.address) ?? [];
    const found = [secret, ...separate].filter((holder) => !isAbsent(holder.get("policy")));
    const policies = found.map((holder) => policyOf(this.configuration, holder, "policy"));
    const unclear = [
      ...(this.perhaps.has(secret.address) || policies.length > 1
        ? [`${separate.map(({ address }) => address).join(" or ")} may be its policy`]
        : []),
      ...(isAbsent(secret.get("replica")) ? [] : ["its replicas in other regions"]),
    ];
    const [policy] = policies;
    if (unclear.length === 0) return policy;
    const statements = policies.flatMap((one) => one.statements);
    return { place: policy?.place ?? secret.address, statements, unclear };
  }
}
