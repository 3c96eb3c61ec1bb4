import { type Configuration, isAbsent, type Resource } from "../../terraform";
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
}

/** What encrypts something. */
export type Encryption =
  | { readonly kind: "customer"; readonly key: Key }
  /** The key of AWS for a service: everybody in the account whom the service answers. */
  | { readonly kind: "aws" }
  | { readonly kind: "unknown"; readonly reason: string };

/** All keys of a configuration, found by any of the names that AWS takes for a key. */
export class Keys {
  readonly all: readonly Key[];
  private readonly byName = new Map<string, Key>();

  constructor(
    private readonly configuration: Configuration,
    private readonly names: Names,
  ) {
    this.all = configuration.resources("aws_kms_key").map((resource) => this.read(resource));
    const aliases = configuration.resources("aws_kms_alias");
    for (const alias of aliases) {
      const key = this.byName.get(names.text(alias.get("target_key_id")).key);
      const name = names.text(alias.attribute(["name"]));
      if (key) this.byName.set(name.key, key).set(names.text(alias.symbol("arn")).key, key);
    }
  }

  /** The key that an attribute names. */
  named(resource: Resource, attribute: string): Encryption {
    const value = resource.get(attribute);
    if (isAbsent(value)) return { kind: "aws" };
    const name = this.names.text(value);
    const key = this.byName.get(name.key);
    if (key) return { kind: "customer", key };
    if (name.literal?.startsWith("alias/aws/")) return { kind: "aws" };
    return { kind: "unknown", reason: `the policy of the key ${name} of ${resource.address}` };
  }

  private read(resource: Resource): Key {
    const arn = this.names.text(resource.symbol("arn"));
    const id = this.names.text(resource.symbol("key_id"));
    const key = {
      address: resource.address,
      arn,
      account: this.names.place(resource).account,
      policy: this.policy(resource, arn, id),
    };
    this.byName.set(arn.key, key).set(id.key, key);
    return key;
  }

  private policy(resource: Resource, arn: Text, id: Text): Policy {
    const { configuration, names } = this;
    const own = resource.get("policy");
    const separate = configuration
      .resources("aws_kms_key_policy")
      .find((policy) => [arn.key, id.key].includes(names.text(policy.get("key_id")).key));
    const policy = separate
      ? readPolicy(configuration, names, separate.get("policy"), separate.address)
      : isAbsent(own)
        ? wholeAccount(resource.address, names.place(resource).account)
        : readPolicy(configuration, names, own, resource.address);
    const grants = configuration
      .resources("aws_kms_grant")
      .filter((grant) => mayBe(names.text(grant.get("key_id")), [arn, id]))
      .map((grant) => `the grant ${grant.address}`);
    return { ...policy, unclear: [...policy.unclear, ...grants] };
  }
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

const mayBe = (name: Text, ids: readonly Text[]): boolean =>
  name.unclear.length > 0 || ids.some(({ key }) => key === name.key);
