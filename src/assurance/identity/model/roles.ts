import {
  blocksOf,
  type Configuration,
  isAbsent,
  isUnknown,
  type Resource,
  type Value,
} from "../../terraform";
import type { Policy } from "../policy/statement";
import type { Text } from "../policy/text";
import { awsManagedPolicies } from "./aws-managed-policies";
import type { Names } from "./names";
import type { Place } from "./place";
import { readPolicy, unknownPolicy } from "./policies";

/** A role of IAM: who may take it, and what it may do then. */
export interface Role {
  readonly address: string;
  readonly name: string;
  readonly arn: Text;
  readonly place: Place;
  readonly trust: Policy;
  readonly policies: readonly Policy[];
}

/** Reads all roles with every policy that is attached to them, from either side. */
export function readRoles(configuration: Configuration, names: Names): Role[] {
  const attached = new AttachedPolicies(configuration, names);
  return configuration.resources("aws_iam_role").map((resource) => {
    const name = names.text(resource.attribute(["name"]));
    return {
      address: resource.address,
      name: String(name),
      arn: names.text(resource.symbol("arn")),
      place: names.place(resource),
      trust: readPolicy(configuration, names, resource.get("assume_role_policy"), resource.address),
      policies: [...ownPolicies(configuration, names, resource), ...attached.of(name)],
    };
  });
}

function ownPolicies(configuration: Configuration, names: Names, role: Resource): Policy[] {
  const inline = blocksOf(role.get("inline_policy")).map((block) =>
    isUnknown(block)
      ? unknownPolicy(role.address, block.reason)
      : readPolicy(
          configuration,
          names,
          block.entries.get("policy") ?? { kind: "unknown", reason: "no text" },
          role.address,
        ),
  );
  const managed = role.get("managed_policy_arns");
  const arns = isAbsent(managed) ? [] : names.texts(managed);
  return [
    ...(role.repetition ? [unknownPolicy(role.address, `${role.address} is repeated`)] : []),
    ...inline,
    ...arns.map((arn) => policyWithArn(configuration, names, arn, role.address)),
  ];
}

/** Policies that other resources attach, by the role's name. */
class AttachedPolicies {
  private readonly byRole = new Map<string, Policy[]>();
  /** Attached to a role that is not known: it may be any. */
  private readonly toAny: Policy[] = [];

  constructor(
    private readonly configuration: Configuration,
    private readonly names: Names,
  ) {
    for (const inline of configuration.resources("aws_iam_role_policy"))
      this.attach(inline.get("role"), readPolicy(configuration, names, inline.get("policy"), inline.address));
    for (const attachment of configuration.resources("aws_iam_role_policy_attachment"))
      this.attach(attachment.get("role"), this.managed(attachment));
    for (const attachment of configuration.resources("aws_iam_policy_attachment"))
      for (const role of listed(attachment.get("roles"))) this.attach(role, this.managed(attachment));
  }

  of(name: Text): readonly Policy[] {
    return [...(this.byRole.get(name.key) ?? []), ...this.toAny];
  }

  private attach(role: Value, policy: Policy): void {
    const name = this.names.text(role);
    const policies = name.unclear.length > 0 ? this.toAny : (this.byRole.get(name.key) ?? []);
    policies.push(policy);
    if (policies !== this.toAny) this.byRole.set(name.key, policies);
  }

  private managed(attachment: Resource): Policy {
    const arn = this.names.text(attachment.get("policy_arn"));
    return policyWithArn(this.configuration, this.names, arn, attachment.address);
  }
}

function policyWithArn(configuration: Configuration, names: Names, arn: Text, place: string): Policy {
  const own = configuration
    .resources("aws_iam_policy")
    .find((policy) => names.text(policy.symbol("arn")).key === arn.key);
  if (own) return readPolicy(configuration, names, own.get("policy"), own.address);
  const name = /^arn:[^:]+:iam::aws:policy\/(.+)$/.exec(arn.literal ?? "")?.[1];
  const copy = name === undefined ? undefined : awsManagedPolicies[name];
  if (!copy) return unknownPolicy(place, `what ${arn} allows is not known`);
  const text = JSON.stringify({ Statement: copy.statements });
  return readPolicy(configuration, names, { kind: "constant", value: text }, `${name} of AWS`);
}

const listed = (value: Value): readonly Value[] => {
  if (isAbsent(value)) return [];
  return value.kind === "list" ? value.items : [value];
};
