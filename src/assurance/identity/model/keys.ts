import { listsByKey } from "../../grouping";
import { booleanOf, type Configuration, isAbsent, possible, type Resource, textOf } from "../../terraform";
import type { Policy, Statement } from "../policy/statement";
import { Text } from "../policy/text";
import { Names } from "./names";
import { policyOf } from "./policies";

/** A KMS key with its policy, without which no other policy allows its use. */
export interface Key {
  readonly address: string;
  readonly arn: Text;
  readonly account: Text;
  readonly policy: Policy;
  /** Why the key may be unusable. @default - usable */
  readonly unusable?: string;
}

/** Encryption of a resource. */
export type Encryption =
  | { readonly kind: "customer"; readonly key: Key }
  /** AWS's key for a service. It works for every principal of the account whose request the service allows. */
  | { readonly kind: "aws" }
  | { readonly kind: "unknown"; readonly reason: string };

/** All keys of a configuration, by their addresses. */
export function keysByAddress(configuration: Configuration): ReadonlyMap<string, Key> {
  const names = new Names(configuration);
  const policies = attachmentsByKey(configuration, "aws_kms_key_policy");
  const grants = attachmentsByKey(configuration, "aws_kms_grant");
  return new Map(
    configuration.resources("aws_kms_key").map((resource) => {
      const { address } = resource;
      const { account } = names.place(resource);
      const policy = policyOfKey(configuration, resource, account, policies.get(address) ?? []);
      const granted = (grants.get(address) ?? []).map(({ by }) => `the grant ${by.address}`);
      return [
        address,
        {
          address,
          arn: names.text(resource.symbol("arn")),
          account,
          policy: { ...policy, unclear: [...policy.unclear, ...granted] },
          ...unusable(resource),
        },
      ];
    }),
  );
}

/** Encryption of a resource: the key that an attribute names, by any of its names. */
export function encryptionOf(
  configuration: Configuration,
  resource: Resource,
  attribute: string,
): Encryption {
  const value = resource.get(attribute);
  if (isAbsent(value)) return { kind: "aws" };
  const named = configuration.named("aws_kms_key", value);
  const key =
    named.answer === "exactly"
      ? configuration.derived(keysByAddress).get(named.thing.resource.address)
      : undefined;
  if (key) return { kind: "customer", key };
  const name = new Names(configuration).text(value);
  if (name.literal?.startsWith("alias/aws/")) return { kind: "aws" };
  return { kind: "unknown", reason: `the policy of the key ${name} of ${resource.address}` };
}

interface KeyAttachment {
  readonly by: Resource;
  readonly isCertain: boolean;
}

/** Resources of a type that belong to keys, by the key's address. */
const attachmentsByKey = (
  configuration: Configuration,
  type: string,
): ReadonlyMap<string, readonly KeyAttachment[]> =>
  listsByKey(
    configuration.resources(type).flatMap((by) => {
      const named = configuration.named("aws_kms_key", by.get("key_id"));
      const isCertain = named.answer === "exactly";
      return possible(named).map(({ resource }) => [resource.address, { by, isCertain }] as const);
    }),
  );

/** If several policies are declared for a key, the one that is applied last is in force. */
function policyOfKey(
  configuration: Configuration,
  key: Resource,
  account: Text,
  separate: readonly KeyAttachment[],
): Policy {
  const policies = [key, ...separate.map(({ by }) => by)]
    .filter((holder) => !isAbsent(holder.get("policy")))
    .map((holder) => policyOf(configuration, holder, "policy"));
  const [only] = policies;
  if (!only) return wholeAccount(key.address, account);
  if (policies.length === 1 && separate.every(({ isCertain }) => isCertain)) return only;
  const rivals = separate.map(({ by }) => by.address).join(" or ");
  return {
    place: only.place,
    statements: policies.flatMap(({ statements }) => statements),
    unclear: [...policies.flatMap(({ unclear }) => unclear), `${rivals} may be the policy of the key`],
  };
}

/** Relevant only for required access: an administrator of the key may enable it again. */
function unusable(key: Resource): Pick<Key, "unusable"> {
  const enabled = booleanOf(key.get("is_enabled"));
  const usage = textOf(key.get("key_usage"));
  if (enabled !== undefined && enabled !== true) return { unusable: `${key.address} may be disabled` };
  if (usage !== undefined && usage !== "ENCRYPT_DECRYPT")
    return { unusable: `${key.address} may be for something else than encryption` };
  return {};
}

/** The default policy of a key: IAM policies of the account decide. */
function wholeAccount(place: string, account: Text): Policy {
  const statement: Statement = {
    place: `${place} (default policy)`,
    effect: "Allow",
    actions: { except: false, patterns: [Text.of("kms:*")] },
    resources: { except: false, patterns: [Text.of("*")] },
    principals: { except: false, patterns: [{ type: "AWS", identifier: account }] },
    conditions: [],
  };
  return { place, statements: [statement], unclear: [] };
}
