import { type PartyId, type PartyKind, partyText } from "../party";
import { remembered } from "../remembered";
import { type Resource, textOf } from "../terraform";
import { type HeldGroups, orDefault } from "./held-groups";
import type { PodPolicies } from "./network-policies";
import type { Notes } from "./notes";
import type { Subnet, Vpcs } from "./vpcs";

/** Network interfaces of one owner in one subnet; any of the subnet's addresses may be theirs. */
export interface NetworkInterface {
  readonly subnet: Subnet;
  /** Security groups that it carries. */
  readonly groups: HeldGroups;
  /** Whether no security group filters it: a load balancer made without one, or an interface that is not declared. */
  readonly unfiltered?: boolean;
  /** What network policies let out of it, where it is a pod's. */
  readonly policies?: PodPolicies | undefined;
  /** Whether it has a public address; undefined where that is not known. */
  readonly publicAddress: boolean | undefined;
}

/** What opens or accepts connections. */
export interface Party {
  readonly id: PartyId;
  readonly kind: PartyKind;
  /** What reports call it, such as `acme/metabase`. */
  readonly name: string;
  /** Resource that declares it. */
  readonly address: string;
  readonly interfaces: readonly NetworkInterface[];
}

/** Security groups that a party may hold, each once. */
export const groupsHeldBy = ({ interfaces }: Pick<Party, "interfaces">): readonly string[] =>
  groupsOn(interfaces);

const groupsOn = remembered((interfaces: readonly NetworkInterface[]): readonly string[] => [
  ...new Set(interfaces.flatMap(({ groups }) => groups.possible)),
]);

export const party = (id: PartyId, address: string, interfaces: readonly NetworkInterface[]): Party => ({
  id,
  kind: id.kind,
  name: partyText(id),
  address,
  interfaces,
});

/** The name that AWS knows a resource by, or its address where that is not known. */
export function nameOr(resource: Resource, attribute: string): string {
  const name = textOf(resource.get(attribute));
  return typeof name === "string" ? name : resource.address;
}

export const internet: Party = party({ kind: "internet" }, "internet", []);

/**
 * Interfaces in each of the subnets; a note for what is not declared here. AWS gives an interface without groups the
 * default one of its VPC.
 */
export function interfacesIn(
  vpcs: Vpcs,
  notes: Notes,
  owner: string,
  subnets: readonly string[],
  of: Omit<NetworkInterface, "subnet">,
): NetworkInterface[] {
  if (subnets.length === 0) notes.add(`the subnets of ${owner} are not known`);
  return subnets.flatMap((key) => {
    const subnet = vpcs.subnet(key);
    if (subnet)
      return [{ ...of, subnet, groups: of.unfiltered ? of.groups : orDefault(of.groups, subnet.vpc) }];
    notes.add(`${owner} is in a subnet that is not declared here: ${key}`);
    return [];
  });
}

/** One end of a connection: an interface, or anywhere outside. */
export type End = NetworkInterface | "internet";
