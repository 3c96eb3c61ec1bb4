import { booleanOf, type Configuration, keyOf } from "../terraform";
import { idOf, type Notes } from "./notes";

/** A peering connection. Packets cross it from one of its two VPCs to the other, and never further. */
export interface Peering {
  readonly address: string;
  /** Keys of the ids by which routes name it. */
  readonly keys: readonly string[];
  readonly vpcs: readonly [string, string];
}

export function peerings(configuration: Configuration, notes: Notes): Peering[] {
  const declared = new Set(configuration.resources("aws_vpc").map(idOf));
  return configuration.resources("aws_vpc_peering_connection").flatMap((connection) => {
    const key = idOf(connection);
    const accepters = configuration
      .resources("aws_vpc_peering_connection_accepter")
      .filter((one) => keyOf(one.get("vpc_peering_connection_id")) === key);
    const accepted = [connection, ...accepters].some((one) => booleanOf(one.get("auto_accept")) === true);
    if (!accepted) notes.add(`nothing accepts ${connection.address}`);
    if (connection.get("peer_region").kind !== "constant" || textIsSet(connection.get("peer_region")))
      notes.add(`${connection.address} crosses regions`);
    const [own, peer] = [notes.key(connection, "vpc_id"), notes.key(connection, "peer_vpc_id")];
    if (own === undefined || peer === undefined) return [];
    for (const vpc of [own, peer])
      if (!declared.has(vpc))
        notes.add(`${connection.address} leads to a VPC that is not declared here: ${vpc}`);
    return [{ address: connection.address, keys: [key, ...accepters.map(idOf)], vpcs: [own, peer] as const }];
  });
}

const textIsSet = (value: { kind: string; value?: unknown }): boolean => typeof value.value === "string";
