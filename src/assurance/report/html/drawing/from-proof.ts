import type { Proof } from "../../../gate";
import { type Network, noGroups, type Party, party } from "../../../network";
import { isRestOfInternet, partyText } from "../../../party";
import { isAboutRest, type Pair } from "../../../reach-intent";
import { certain, textOf } from "../../../terraform";
import { layersAroundRest } from "../../common-layers";
import {
  type Actor,
  boxWith,
  databaseActors,
  deniedActors,
  inLines,
  keptOut,
  keptOutBy,
  openingOf,
  openingOfAll,
  openPairs,
  otherClientActors,
  podActors,
  relayActors,
} from "./actors";
import { applicationPaths } from "./applications";
import type { Box, Drawing, Line } from "./drawing";
import { Tiers } from "./tiers";

/** The result of the proof as a drawing: positions of parties, paths to databases, and layers that deny all others. */
export function drawingOf(proof: Proof): Drawing {
  const tiers = new Tiers(proof.configuration, proof.network);
  const databases = databaseActors(proof, tiers);
  const actors = [
    ...podActors(proof, tiers, databases),
    ...otherClientActors(proof, tiers, databases),
    ...deniedActors(proof, tiers),
    ...relayActors(proof, tiers),
    ...databases,
    ...gatewayActors(proof, tiers),
  ];
  const opened = applicationPaths(proof, actors);
  const outside = [...opened.boxes, ...internetBoxes(proof), ...peeringBoxes(proof.network, tiers)];
  return {
    boxes: [...outside, ...actors.filter(({ place }) => place === undefined).map(({ box }) => box)],
    places: tiers.places((id) => actors.filter(({ place }) => place === id).map(({ box }) => box)),
    lines: distinct([
      ...openPairs(proof).flatMap((pair) => connection(proof, pair, actors)),
      ...opened.lines,
    ]),
  };
}

const allowedInternet = "box internet";
const keptOutInternet = "box rest of the internet";

/** Paths from the internet to applications have their own boxes, so this label distinguishes the paths. */
const toDatabases = (name: string): string => `${name}, to databases`;

/** The internet as a client of databases, in two boxes if some of its ranges are admitted. */
function internetBoxes(proof: Proof): Box[] {
  const pairs = proof.pairs.filter(({ reach }) => reach.source.kind === "internet");
  const open = pairs.filter(({ reach }) => reach.verdict !== "DENIED");
  const sources = proof.network.sources.filter(({ kind }) => kind === "internet");
  const ranges = [
    ...new Set(
      open.map(
        ({ source, name }) =>
          (source.kind === "internet" && !isRestOfInternet(source) && source.range) || name,
      ),
    ),
  ];
  const rest = pairs.find(isAboutRest);
  return [
    ...(open.length > 0
      ? [
          {
            id: allowedInternet,
            kind: openingOfAll(proof, sources),
            title: toDatabases(partyText({ kind: "internet" })),
            notes: ranges,
          },
        ]
      : []),
    ...(open.some((pair) => isAboutRest(pair) || pair.source === pair.reach.source.id)
      ? []
      : [
          {
            id: keptOutInternet,
            kind: "kept-out" as const,
            title: toDatabases(rest ? rest.name : partyText({ kind: "internet" })),
            notes: rest ? keptOutBy(layersAroundRest(proof, [rest.reach.database])) : keptOut(proof, sources),
          },
        ]),
  ];
}

const peeringId = (a: string, b: string): string => `peering ${[a, b].sort().join(" ")}`;

function peeringBoxes(network: Network, tiers: Tiers): Box[] {
  return pairsOf(tiers.vpcs.map(({ key }) => key))
    .filter(([a, b]) => network.peeringsBetween(a, b).length > 0)
    .map(([a, b]) => ({
      id: peeringId(a, b),
      kind: "gateway",
      title: "VPC peering",
      notes: ["routes in both directions"],
    }));
}

const pairsOf = (keys: readonly string[]): [string, string][] =>
  keys.flatMap((a, index) => keys.slice(index + 1).map((b): [string, string] => [a, b]));

/** Gateways, and endpoints of AWS services. */
function gatewayActors({ network, configuration }: Proof, tiers: Tiers): Actor[] {
  const nats = new Map(
    network.nats.map((nat) => {
      const place = tiers.placeOf(partyIn(nat.subnet));
      const id = natId(place ?? "");
      const together = network.nats.filter(({ subnet }) => tiers.placeOf(partyIn(subnet)) === place).length;
      return [
        id,
        {
          box: gateway(id, together > 1 ? `${together} NAT gateways` : "NAT gateway", ["outbound only"]),
          place,
          parties: [],
        },
      ];
    }),
  );
  const services = new Map<string, string[]>();
  const relays = new Set(network.relays.map(({ address }) => address));
  for (const endpoint of configuration.resources("aws_vpc_endpoint")) {
    if (textOf(endpoint.get("vpc_endpoint_type")) !== "Interface" || relays.has(endpoint.address)) continue;
    const [first] = configuration
      .namedIn("aws_subnet", endpoint.get("subnet_ids"))
      .flatMap((named) => network.vpcs.subnet(certain(named)?.key ?? "") ?? []);
    const place = first && tiers.placeOf(partyIn(first));
    const service = String(textOf(endpoint.get("service_name"))).replace(/^.*amazonaws\.[^.]+\./, "");
    if (place) services.set(place, [...(services.get(place) ?? []), service]);
  }
  return [
    ...nats.values(),
    ...[...services].map(([place, names]) => ({
      box: gateway(`services ${place}`, "endpoints of AWS services", inLines(names)),
      place,
      parties: [],
    })),
  ];
}

const gateway = (id: string, title: string, notes: readonly string[]): Box => ({
  id,
  kind: "gateway",
  title,
  notes,
});

const natId = (place: string): string => `nat ${place}`;

type Subnet = Party["interfaces"][number]["subnet"];

/** A party in one subnet, to find its place. */
const partyIn = (subnet: Subnet): Party =>
  party({ kind: "address", name: subnet.address }, subnet.address, [
    { subnet, groups: noGroups, publicAddress: undefined },
  ]);

/** Every path of a connection, from box to box. */
function connection(proof: Proof, pair: Pair, actors: readonly Actor[]): Line[] {
  const { network } = proof;
  const { reach } = pair;
  const kind = openingOf(proof, pair);
  const paths = reach.verdict === "ALLOWED" ? reach.open.map(({ through }) => through) : [[]];
  const relays = network.relays.flatMap(({ entrance, exits }) => [entrance, ...exits]);
  return paths.flatMap((through) => {
    const between = through.flatMap((name) => relays.find((relay) => relay.name === name) ?? []);
    const stops = stopsOf(network, [reach.source, ...between, reach.database], actors);
    return stops.slice(1).map((to, index): Line => ({ from: stops[index] ?? "", to, kind }));
  });
}

/** Boxes on a path, including the peering between two VPCs. */
function stopsOf(network: Network, parties: readonly Party[], actors: readonly Actor[]): string[] {
  return parties.flatMap((party, index) => {
    const box = boxOf(party, actors);
    const before = parties[index - 1];
    const [here] = party.interfaces;
    if (!before || !here || !box) return box ? [box] : [];
    const [there = "", vpc] = [before.interfaces[0]?.subnet.vpc.key, here.subnet.vpc.key];
    const isPeered =
      there !== vpc && before.kind !== "endpoint" && network.peeringsBetween(there, vpc).length > 0;
    return isPeered ? [peeringId(there, vpc), box] : [box];
  });
}

const boxOf = (party: Party, actors: readonly Actor[]): string | undefined =>
  party.kind === "internet" ? allowedInternet : boxWith(party, actors);

function distinct(lines: readonly Line[]): Line[] {
  return [...new Map(lines.map((line) => [`${line.from} ${line.to} ${line.kind}`, line])).values()];
}
