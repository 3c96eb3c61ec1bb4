import { booleanOf, type Configuration, isAbsent } from "../terraform";
import { idOf, type Notes } from "./notes";

/** A peering connection. Packets cross it between its two VPCs only. */
export interface Peering {
  readonly address: string;
  readonly key: string;
  readonly vpcs: readonly [string, string];
}

/** Keys of the peering connections between two VPCs. */
export const peeringsBetween = (all: readonly Peering[], a: string, b: string): string[] =>
  all.filter(({ vpcs }) => vpcs.includes(a) && vpcs.includes(b)).map(({ key }) => key);

export function peerings(configuration: Configuration, notes: Notes): Peering[] {
  // Accepting an undeclared connection admits a VPC of any account.
  const accepters = notes.byOwner(
    "aws_vpc_peering_connection_accepter",
    "vpc_peering_connection_id",
    "aws_vpc_peering_connection",
    "not declared or not known",
  );
  return configuration.resources("aws_vpc_peering_connection").flatMap((connection) => {
    const key = idOf(connection);
    const accepted = [connection, ...accepters(connection)].some(
      (one) => booleanOf(one.get("auto_accept")) === true,
    );
    if (!accepted) notes.add(`nothing accepts ${connection.address}`);
    if (!isAbsent(connection.get("peer_region"))) notes.add(`${connection.address} crosses regions`);
    const [own, peer] = ["vpc_id", "peer_vpc_id"].map((name) =>
      notes.one("aws_vpc", connection.get(name), `${name} of ${connection.address}`),
    );
    if (own === undefined || peer === undefined) return [];
    return [{ address: connection.address, key, vpcs: [own, peer] as const }];
  });
}
