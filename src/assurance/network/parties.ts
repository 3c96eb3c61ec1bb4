import { type PartyId, type PartyKind, partyText } from "../party";
import { remembered } from "../remembered";
import { type Resource, textOf } from "../terraform";
import { type HeldGroups, orDefault } from "./held-groups";
import type { PodPolicies } from "./network-policies";
import type { Notes } from "./notes";
import type { Subnet, Vpcs } from "./vpcs";

/** Network interfaces of one owner in one subnet, with any of the subnet's addresses. */
export interface NetworkInterface {
  readonly subnet: Subnet;
  /** Security groups that it holds. */
  readonly groups: HeldGroups;
  /** Whether no security group filters it: a load balancer created without one, or an undeclared interface. */
  readonly unfiltered?: boolean;
  /** Traffic that network policies allow, for a pod's interface. */
  readonly policies?: PodPolicies | undefined;
  /** Whether it has a public address; undefined if not known. */
  readonly publicAddress: boolean | undefined;
}

/** A party that opens or accepts connections. */
export interface Party {
  readonly id: PartyId;
  readonly kind: PartyKind;
  /** Its name in reports, such as `acme/metabase`. */
  readonly name: string;
  /** Address of the declaring resource. */
  readonly address: string;
  readonly interfaces: readonly NetworkInterface[];
}

/** Distinct security groups that a party may hold. */
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

/** The name of a resource in AWS, or its address if the name is not known. */
export function nameOr(resource: Resource, attribute: string): string {
  const name = textOf(resource.get(attribute));
  return typeof name === "string" ? name : resource.address;
}

export const internet: Party = party({ kind: "internet" }, "internet", []);

/**
 * Interfaces in each of the subnets; a note for undeclared ones. An interface without security groups has the default
 * one of its VPC.
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
    notes.add(`${owner} is in a subnet that is not declared here, or not understood: ${key}`);
    return [];
  });
}

/** One end of a connection: an interface, or the internet. */
export type End = NetworkInterface | "internet";
