import { environmentStacks } from "../support/environments";
import { environment, organization } from "../support/fixtures";
import { Synthesized } from "../support/synthesize";

export const allowedCidrs = ["203.0.113.0/25", "198.51.100.7/32"];
export const externalAccess = { allowedCidrs };

/** The stacks of an environment with an organization on the shared instance and one with an instance of its own. */
export const stacks = (
  settings: Record<string, unknown>,
  others: string[] = [],
): Map<string, Synthesized> => {
  const config = environment(settings, [
    organization("acme"),
    ...["alone", ...others].map((name) => organization(name, { isolation: "instance" })),
  ]);
  return new Map([...environmentStacks(config)].map(([name, stack]) => [name, exposureOf(stack)]));
};

/** A stack without the credentials function, which stands beside every instance whatever is exposed. */
function exposureOf({ name, text, json }: Synthesized): Synthesized {
  const beside = /^(credentials|rotation-failures|secrets-manager-clients|provision)/;
  const without = (section: Record<string, object> = {}) => {
    const kept = Object.entries(section).map(([type, items]) => [
      type,
      Object.fromEntries(Object.entries(items).filter(([id]) => !beside.test(id))),
    ]);
    return Object.fromEntries(kept.filter(([, items]) => Object.keys(items as object).length > 0));
  };
  return new Synthesized(name, text, { ...json, resource: without(json.resource), data: without(json.data) });
}

// biome-ignore lint/suspicious/noExplicitAny: attributes of synthesized resources
type Attributes = any;

/** The one resource of a type that `fits`, with a reference to it by any attribute. */
export function find(
  stack: Synthesized,
  type: string,
  fits: (resource: Attributes) => boolean,
): { resource: Attributes; ref: (attribute: string) => string } {
  const found = Object.entries(stack.resources(type)).filter(([, resource]) => fits(resource));
  if (found.length !== 1) throw new Error(`${stack.name}: ${found.length} ${type} fit`);
  const [name, resource] = found[0] as [string, Attributes];
  return { resource, ref: (attribute) => `\${${type}.${name}.${attribute}}` };
}

/** A security group by its name, and its rules as `direction peer protocol from-to`, with the names of groups. */
export function rulesOf(stack: Synthesized, name: string): string[] {
  const groups = Object.entries(stack.resources("aws_security_group"));
  const nameOf = (id: string) => groups.find(([key]) => id === `\${aws_security_group.${key}.id}`)?.[1].name;
  return ["ingress", "egress"]
    .flatMap((direction) =>
      Object.values(stack.resources(`aws_vpc_security_group_${direction}_rule`))
        .filter(({ security_group_id }) => nameOf(security_group_id) === name)
        .map(
          ({
            cidr_ipv4,
            referenced_security_group_id: group,
            ip_protocol,
            from_port,
            to_port,
            prefix_list_id,
          }) => {
            const peer = cidr_ipv4 ?? (group && nameOf(group)) ?? group ?? prefix_list_id;
            return `${direction} ${peer} ${ip_protocol} ${from_port}-${to_port}`;
          },
        ),
    )
    .sort();
}
