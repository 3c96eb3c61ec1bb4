import { rememberedByKey } from "../../remembered";
import { type Configuration, isAbsent, keyOf, type Resource, type Value } from "../../terraform";
import { itemsOf } from "../../terraform/blocks";
import type { Policy } from "../policy/statement";
import { awsManagedPolicies } from "./aws-managed-policies";
import type { Names } from "./names";
import { policyOf, readPolicy, unknownPolicy } from "./policies";

/** Kinds of identities to which policies can be attached. */
export type IdentityKind = "role" | "user" | "group";

/** Policies that resources attach to identities of one kind, by any of their names. */
export class Attachments {
  private readonly byAddress = new Map<string, Policy[]>();
  /** Addresses of inline policies, by identity and policy name. */
  private readonly inline = new Map<string, Map<string, string>>();

  constructor(
    private readonly configuration: Configuration,
    private readonly names: Names,
    private readonly kind: IdentityKind,
  ) {
    for (const inline of configuration.resources(`aws_iam_${kind}_policy`))
      this.attach(inline, inline.get(kind), (holder) => this.inlined(inline, holder));
    for (const attachment of configuration.resources(`aws_iam_${kind}_policy_attachment`))
      this.attach(attachment, attachment.get(kind), (holder) => this.managed(attachment, holder));
    for (const attachment of configuration.resources("aws_iam_policy_attachment"))
      this.attach(attachment, attachment.get(`${kind}s`), (holder) => this.managed(attachment, holder));
  }

  to({ address }: Resource): readonly Policy[] {
    return this.byAddress.get(address) ?? [];
  }

  /**
   * Policies that may replace others, including denials: two inline policies with one name, or an argument that lists
   * all policies. The order of an apply decides which one is in force.
   */
  contested(identity: Resource): readonly Policy[] {
    const names = this.inline.get(identity.address);
    const lists = { inline_policy: names?.size ?? 0, managed_policy_arns: this.to(identity).length };
    return Object.entries(lists)
      .filter(([argument, count]) => count > 0 && !isAbsent(identity.get(argument)))
      .map(([argument]) =>
        unknownPolicy(identity.address, `its ${argument} may take away what other resources give it`),
      );
  }

  /** If the identity of a policy is uncertain, each possible one may have every permission. */
  private attach(resource: Resource, holders: Value, policy: (holder: Resource) => Policy): void {
    for (const named of this.configuration.namedIn(`aws_iam_${this.kind}`, holders)) {
      if (named.answer === "none") continue;
      if (named.answer === "exactly") this.add(named.thing.resource, policy(named.thing.resource));
      else
        for (const { resource: holder } of named.things)
          this.add(holder, unknownPolicy(resource.address, `its ${this.kind} is not known: ${named.reason}`));
    }
  }

  private add({ address }: Resource, policy: Policy): void {
    const policies = this.byAddress.get(address) ?? [];
    policies.push(policy);
    this.byAddress.set(address, policies);
  }

  private inlined(policy: Resource, holder: Resource): Policy {
    const name = policy.get("name");
    const key = isAbsent(name) ? policy.address : keyOf(name);
    const taken = this.inline.get(holder.address) ?? new Map<string, string>();
    this.inline.set(holder.address, taken);
    const other = taken.get(key);
    taken.set(key, policy.address);
    return other === undefined
      ? policyOf(this.configuration, policy, "policy")
      : unknownPolicy(
          policy.address,
          `it has the name of ${other}, and takes its place or the other way round`,
        );
  }

  private managed(attachment: Resource, holder: Resource): Policy {
    const arn = attachment.get("policy_arn");
    return managedPolicy(this.configuration, this.names, arn, holder, attachment);
  }
}

/** A policy with its own ARN, declared here or managed by AWS. */
function managedPolicy(
  configuration: Configuration,
  names: Names,
  value: Value,
  holder: Resource,
  attachment = holder,
): Policy {
  const arn = names.text(value);
  const name = /^arn:[^:]+:iam::aws:policy\/(.+)$/.exec(arn.literal ?? "")?.[1];
  if (name !== undefined && awsManagedPolicies[name])
    return configuration.derived(policyOfAws(name), holder.address);
  const named = configuration.named("aws_iam_policy", value);
  const own = named.answer === "exactly" ? named.thing.resource : undefined;
  if (!own) return unknownPolicy(attachment.address, `what ${arn} allows is not known`);
  return policyOf(configuration, own, "policy");
}

/** AWS managed policies, read once per name. */
const policyOfAws = rememberedByKey((name: string) => {
  const value = JSON.stringify({ Statement: awsManagedPolicies[name]?.statements });
  return (configuration: Configuration, holder: string): Policy =>
    readPolicy(configuration, { kind: "constant", value }, `${holder}: ${name} of AWS,`);
});

/** Policies in the arguments of a role itself. */
export function ownPolicies(configuration: Configuration, names: Names, role: Resource): Policy[] {
  return [
    ...(role.repetition ? [unknownPolicy(role.address, `${role.address} is repeated`)] : []),
    ...itemsOf(role.get("inline_policy")).map((block) =>
      block.kind === "dictionary"
        ? readPolicy(configuration, block.entries.get("policy") ?? noText, role.address)
        : unknownPolicy(role.address, block.kind === "unknown" ? block.reason : "an inline policy"),
    ),
    ...itemsOf(role.get("managed_policy_arns")).map((arn) => managedPolicy(configuration, names, arn, role)),
  ];
}

const noText: Value = { kind: "unknown", reason: "no text" };
