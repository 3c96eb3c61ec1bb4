import { type PartyId, partyText } from "../../party";
import { booleanOf, type Configuration, isAbsent, type Resource } from "../../terraform";
import type { Policy } from "../policy/statement";
import type { Text } from "../policy/text";
import type { Encryption, Keys } from "./keys";
import type { Names } from "./names";
import type { Place } from "./place";
import { readPolicy, unknownPolicy } from "./policies";
import { type Tags, tagsOf } from "./tags";

/** A secret of Secrets Manager. */
export interface Secret {
  /** Address of the resource that makes it. */
  readonly address: string;
  readonly id: PartyId;
  /** What reports call it: its name, or whose master password it is. */
  readonly name: string;
  readonly arn: Text;
  readonly place: Place;
  readonly encryption: Encryption;
  /** @default - not known, as AWS adds some to those that it makes itself */
  readonly tags?: Tags;
  /** @default - it has none */
  readonly policy?: Policy;
  /** Address of the database instance whose master password it is. @default - it is none */
  readonly masterOf?: string;
}

export function readSecrets(configuration: Configuration, names: Names, keys: Keys): Secret[] {
  const policies = secretPolicies(configuration, names);
  const secrets = configuration.resources("aws_secretsmanager_secret").map((resource): Secret => {
    const arn = names.text(resource.symbol("arn"));
    const policy = policies.of(arn, resource);
    return {
      address: resource.address,
      ...called({ kind: "secret", name: String(names.text(resource.attribute(["name"]))) }),
      arn,
      place: names.place(resource),
      encryption: keys.named(resource, "kms_key_id"),
      tags: tagsOf(configuration, names, resource),
      ...(policy && { policy }),
    };
  });
  return [...secrets, ...masterSecrets(configuration, names, keys)];
}

/** Passwords of master users, which RDS keeps in secrets that it makes itself. */
function masterSecrets(configuration: Configuration, names: Names, keys: Keys): Secret[] {
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
      encryption: keys.named(instance, "master_user_secret_kms_key_id"),
      masterOf: instance.address,
    }));
}

const called = (id: PartyId) => ({ id, name: partyText(id) });

function secretPolicies(configuration: Configuration, names: Names) {
  const separate = new Map<string, Policy>();
  const lost: string[] = [];
  for (const resource of configuration.resources("aws_secretsmanager_secret_policy")) {
    const arn = names.text(resource.get("secret_arn"));
    if (arn.unclear.length > 0 || separate.has(arn.key)) lost.push(resource.address);
    separate.set(arn.key, readPolicy(configuration, names, resource.get("policy"), resource.address));
  }
  return {
    of(arn: Text, resource: Resource): Policy | undefined {
      const own = resource.get("policy");
      const found =
        separate.get(arn.key) ??
        (isAbsent(own) ? undefined : readPolicy(configuration, names, own, resource.address));
      const unclear = [
        ...lost.map((address) => `${address} may belong to it`),
        ...(isAbsent(resource.get("replica")) ? [] : ["its replicas in other regions"]),
      ];
      if (unclear.length === 0) return found;
      const base = found ?? unknownPolicy(resource.address, "its policy");
      return { ...base, unclear: [...base.unclear, ...unclear] };
    },
  };
}
