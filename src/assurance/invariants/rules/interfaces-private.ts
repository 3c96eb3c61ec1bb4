import type { NetworkInterface, Party } from "../../network/parties";
import type { Relay } from "../../network/relays";
import type { Subnet } from "../../network/vpcs";
import type { PartyKind } from "../../party";
import { compliant, type Evidence, type Rule, violated } from "../rule";

export const interfacesPrivate: Rule = {
  id: "interfaces-private",
  threat: "With a public address or a route from an internet gateway, one wrong rule of a group is enough.",
  check: ({ network }: Evidence) => [
    ...network.vpcs.subnets.map(({ address, mapsPublicAddresses }) =>
      mapsPublicAddresses === false
        ? compliant(address)
        : violated(address, "whatever starts in it gets a public address (map_public_ip_on_launch)"),
    ),
    ...[...network.sources, ...network.databases.map(withoutAddress), ...network.relays.flatMap(ends)]
      .filter(({ kind }) => judged.includes(kind))
      .map((party) => {
        const found = [...new Set(party.interfaces.flatMap(openings))];
        return found.length === 0 ? compliant(party.address) : violated(party.address, found.join("; "));
      }),
  ],
};

/**
 * Pods are where their nodes are. Load balancers may be for the internet: what they forward to is judged by itself. What
 * else may be in a subnet is not declared.
 */
const judged: readonly PartyKind[] = [
  "control plane",
  "database",
  "endpoint",
  "function",
  "instance",
  "nodes",
  "proxy",
  "resource gateway",
];

/** Whether it has a public address itself, another rule judges. */
const withoutAddress = (database: Party): Party => ({
  ...database,
  interfaces: database.interfaces.map((one) => ({ ...one, publicAddress: false })),
});

const ends = ({ entrance, exits }: Relay): readonly Party[] => [entrance, ...exits];

const openings = ({ subnet, publicAddress }: NetworkInterface): string[] => [
  ...(publicAddress === false ? [] : [`it may have a public address in ${subnet.address}`]),
  ...(leadsOut(subnet)
    ? [`an internet gateway leads to its subnet ${subnet.address} (${subnet.routes.address})`]
    : []),
];

/** Whether routes of a subnet may lead to an internet gateway of its VPC. */
const leadsOut = ({ routes, vpc }: Subnet): boolean =>
  vpc.internetGateways.some((gateway) => routes.towards(gateway).possible.size > 0);
