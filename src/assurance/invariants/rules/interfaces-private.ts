import type { NetworkInterface, Party } from "../../network/parties";
import type { Relay } from "../../network/relays";
import type { Subnet } from "../../network/vpcs";
import type { PartyKind } from "../../party";
import { compliant, type Evidence, type Finding, type Rule, violated } from "../rule";

export const interfacesPrivate: Rule = {
  id: "interfaces-private",
  threat:
    "With a public address or a route from an internet gateway, one wrong rule of a security group exposes the interface.",
  check: ({ network }: Evidence) => [
    ...network.vpcs.subnets.map(({ address, mapsPublicAddresses }) =>
      mapsPublicAddresses === false
        ? compliant(address)
        : violated(address, "instances in it receive a public address (map_public_ip_on_launch)"),
    ),
    ...judge(
      [...network.sources, ...network.databases.map(withoutAddress), ...network.relays.flatMap(ends)].filter(
        ({ kind }) => judged.includes(kind),
      ),
    ),
  ],
};

function judge(parties: readonly Party[]): Finding[] {
  const found = parties.map((party) => ({ party, openings: party.interfaces.flatMap(openings) }));
  const routes = found.flatMap(({ openings: all }) => [...new Set(all.flatMap(({ route }) => route ?? []))]);
  return found.map(({ party: { address }, openings: all }) => {
    if (all.length === 0) return compliant(address);
    // A route that opens several interfaces is the cause; a route that opens one may have another purpose.
    const cause = all.find(({ route }) => routes.filter((one) => one === route).length > 1)?.route;
    return violated(address, [...new Set(all.map(({ text }) => text))].join("; "), { cause });
  });
}

/**
 * Pods are in the subnets of their nodes. Load balancers may be public: their targets are judged on their own. Other
 * interfaces in a subnet are not declared.
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

/** Another rule judges whether the database itself has a public address. */
const withoutAddress = (database: Party): Party => ({
  ...database,
  interfaces: database.interfaces.map((one) => ({ ...one, publicAddress: false })),
});

const ends = ({ entrance, exits }: Relay): readonly Party[] => [entrance, ...exits];

/** What opens an interface, with the address of the route. */
const openings = ({
  subnet,
  publicAddress,
}: NetworkInterface): { readonly text: string; readonly route?: string }[] => [
  ...(publicAddress === false ? [] : [{ text: `it may have a public address in ${subnet.address}` }]),
  ...routesOut(subnet).map((route) => ({
    text: `an internet gateway leads to ${subnet.address} by ${route}`,
    route,
  })),
];

/** Routes of a subnet that may lead to an internet gateway of its VPC. */
const routesOut = ({ routes, vpc }: Subnet): string[] =>
  vpc.internetGateways.flatMap((gateway) => {
    const { smallest } = routes.towards(gateway).possible;
    return smallest === undefined ? [] : (routes.deciding(smallest)?.address ?? routes.address);
  });
