import { booleanOf, type Configuration, isAbsent, possible, type Resource, textOf } from "../../terraform";
import type { Policy, Statement } from "../policy/statement";
import { Text } from "../policy/text";
import type { Names } from "./names";
import { readPolicy } from "./policies";

/** A KMS key with its policy, which alone decides who may use it. */
export interface Key {
  readonly address: string;
  readonly arn: Text;
  readonly account: Text;
  readonly policy: Policy;
  /** Why it may not work for any principal. @default - it works */
  readonly unusable?: string;
}

/** What encrypts something. */
export type Encryption =
  | { readonly kind: "customer"; readonly key: Key }
  /** The key that AWS keeps per service. It works for every principal of the account that the service answers. */
  | { readonly kind: "aws" }
  | { readonly kind: "unknown"; readonly reason: string };

/** All keys of a configuration, found by any of the names that AWS takes for a key. */
export class Keys {
  readonly all: readonly Key[];
  private readonly byAddress: ReadonlyMap<string, Key>;

  constructor(
    private readonly configuration: Configuration,
    private readonly names: Names,
  ) {
    const policies = this.belonging("aws_kms_key_policy");
    const grants = this.belonging("aws_kms_grant");
    this.all = configuration.resources("aws_kms_key").map((resource) => {
      const policy = this.policy(resource, policies.get(resource.address) ?? []);
      const granted = (grants.get(resource.address) ?? []).map(({ by }) => `the grant ${by.address}`);
      return {
        address: resource.address,
        arn: names.text(resource.symbol("arn")),
        account: names.place(resource).account,
        policy: { ...policy, unclear: [...policy.unclear, ...granted] },
        ...unusable(resource),
      };
    });
    this.byAddress = new Map(this.all.map((key) => [key.address, key]));
  }

  /** The key that an attribute names. */
  named(resource: Resource, attribute: string): Encryption {
    const value = resource.get(attribute);
    if (isAbsent(value)) return { kind: "aws" };
    const named = this.configuration.named("aws_kms_key", value);
    const key = named.answer === "exactly" && this.byAddress.get(named.thing.resource.address);
    if (key) return { kind: "customer", key };
    const name = this.names.text(value);
    if (name.literal?.startsWith("alias/aws/")) return { kind: "aws" };
    return { kind: "unknown", reason: `the policy of the key ${name} of ${resource.address}` };
  }

  /** Resources of a type that are about keys, by the key's address. */
  private belonging(type: string): ReadonlyMap<string, readonly Belonging[]> {
    const found = new Map<string, Belonging[]>();
    for (const by of this.configuration.resources(type)) {
      const named = this.configuration.named("aws_kms_key", by.get("key_id"));
      for (const { resource } of possible(named))
        found.set(resource.address, [
          ...(found.get(resource.address) ?? []),
          { by, isCertain: named.answer === "exactly" },
        ]);
    }
    return found;
  }

  /** Of several policies on one key AWS keeps the one that was applied last. */
  private policy(key: Resource, separate: readonly Belonging[]): Policy {
    const { configuration, names } = this;
    const holders = [key, ...separate.map(({ by }) => by)].filter(
      (holder) => !isAbsent(holder.get("policy")),
    );
    const policies = holders.map((holder) =>
      readPolicy(configuration, names, holder.get("policy"), holder.address),
    );
    const [only] = policies;
    if (!only) return wholeAccount(key.address, names.place(key).account);
    if (policies.length === 1 && separate.every(({ isCertain }) => isCertain)) return only;
    const rivals = separate.map(({ by }) => by.address).join(" or ");
    return {
      place: only.place,
      statements: policies.flatMap(({ statements }) => statements),
      unclear: [...policies.flatMap(({ unclear }) => unclear), `${rivals} may be the policy of the key`],
    };
  }
}

interface Belonging {
  readonly by: Resource;
  readonly isCertain: boolean;
}

/** Counts only for what must be possible: an administrator of the key may enable it again. */
function unusable(key: Resource): Pick<Key, "unusable"> {
  const enabled = booleanOf(key.get("is_enabled"));
  const usage = textOf(key.get("key_usage"));
  if (enabled !== undefined && enabled !== true) return { unusable: `${key.address} may be disabled` };
  if (usage !== undefined && usage !== "ENCRYPT_DECRYPT")
    return { unusable: `${key.address} may be for something else than encryption` };
  return {};
}

/** The policy that AWS gives a key without one: IAM policies of the account decide. */
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
