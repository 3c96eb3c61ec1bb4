import { IntervalSet } from "../sets";
import { blocksOf, type Configuration, isUnknown, keyOf, textOf } from "../terraform";
import { everyAddress, internetAddresses, network } from "./addresses";

/** Addresses that something stands for: those that it has for sure, and those that it may have. */
export interface Addresses {
  readonly certain: IntervalSet;
  readonly possible: IntervalSet;
  readonly unknown?: string;
}

export const known = (addresses: IntervalSet): Addresses => ({ certain: addresses, possible: addresses });

export const anywhere = (unknown: string): Addresses => ({
  certain: IntervalSet.empty,
  possible: everyAddress,
  unknown,
});

/** Addresses of a CIDR range as text. */
export function rangeOf(text: string): Addresses {
  const addresses = network(text);
  return addresses ? known(addresses) : anywhere(`"${text}" is no IPv4 range`);
}

/** Prefix lists by the key of their id. */
export function prefixLists(configuration: Configuration): (key: string) => Addresses {
  const lists = new Map<string, Addresses>();
  // AWS's own lists for S3 and DynamoDB: public addresses that only AWS knows.
  for (const endpoint of configuration.resources("aws_vpc_endpoint"))
    lists.set(keyOf(endpoint.symbol("prefix_list_id")), {
      certain: IntervalSet.empty,
      possible: internetAddresses,
    });
  const separate = new Set(
    configuration
      .resources("aws_ec2_managed_prefix_list_entry")
      .map((entry) => keyOf(entry.get("prefix_list_id"))),
  );
  for (const list of configuration.resources("aws_ec2_managed_prefix_list")) {
    const key = keyOf(list.symbol("id"));
    lists.set(
      key,
      separate.size > 0
        ? anywhere(`${list.address} may have entries of their own`)
        : entries(list.get("entry")),
    );
  }
  return (key) => lists.get(key) ?? anywhere(`the prefix list ${key}`);
}

function entries(value: Parameters<typeof blocksOf>[0]): Addresses {
  return blocksOf(value)
    .map((block): Addresses => {
      const cidr = isUnknown(block) ? block : textOf(block.entries.get("cidr") ?? block);
      return typeof cidr === "string" ? rangeOf(cidr) : anywhere(cidr?.reason ?? "an entry without a range");
    })
    .reduce(together, known(IntervalSet.empty));
}

export const together = (a: Addresses, b: Addresses): Addresses => ({
  certain: a.certain.union(b.certain),
  possible: a.possible.union(b.possible),
  ...((a.unknown ?? b.unknown) !== undefined && { unknown: (a.unknown ?? b.unknown) as string }),
});
