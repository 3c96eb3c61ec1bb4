import { IntervalSet } from "../sets";
import { blocksOf, type Configuration, isUnknown, keyOf, textOf, type Value } from "../terraform";
import { everyAddress, internetAddresses, network } from "./addresses";

/** Addresses of a peer: certain and possible ones. */
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

/** Addresses of a CIDR range. */
export function rangeOf(text: string): Addresses {
  const addresses = network(text);
  return addresses ? known(addresses) : anywhere(`"${text}" is no IPv4 range`);
}

/** Addresses of the prefix list that a value names. */
export function prefixLists(configuration: Configuration): (list: Value) => Addresses {
  // AWS's own lists for S3 and DynamoDB: public addresses that only AWS knows.
  const ofServices = new Set(
    configuration.resources("aws_vpc_endpoint").map((one) => keyOf(one.symbol("prefix_list_id"))),
  );
  const isWhole = configuration.resources("aws_ec2_managed_prefix_list_entry").length === 0;
  return (list) => {
    if (ofServices.has(keyOf(list))) return { certain: IntervalSet.empty, possible: internetAddresses };
    const found = configuration.resourceNamed("aws_ec2_managed_prefix_list", list);
    if (!found) return anywhere(`the prefix list ${keyOf(list)}`);
    return isWhole ? entries(found.get("entry")) : anywhere(`${found.address} may have entries of their own`);
  };
}

function entries(value: Value): Addresses {
  return blocksOf(value)
    .map((block): Addresses => {
      const cidr = isUnknown(block) ? block : textOf(block.entries.get("cidr") ?? block);
      return typeof cidr === "string" ? rangeOf(cidr) : anywhere(cidr?.reason ?? "an entry without a range");
    })
    .reduce(together, known(IntervalSet.empty));
}

const together = (a: Addresses, b: Addresses): Addresses => ({
  certain: a.certain.union(b.certain),
  possible: a.possible.union(b.possible),
  ...((a.unknown ?? b.unknown) !== undefined && { unknown: (a.unknown ?? b.unknown) as string }),
});
