import { connecting, reasonFor } from "../exceptions";
import type { Proof } from "../gate";
import { type PartyKind, partyText, restOfInternet } from "../party";
import { isAboutRest, isClient, type Pair } from "../reach-intent";
import { commonLayers, layersAroundRest } from "./common-layers";
import { isMembers, isNode } from "./footholds-grid";
import type { Grid } from "./grid";

/** Maximum number of rows; beyond it, kinds are counted. */
const mostRows = 20;
const mostColumns = 6;

/** Which sources can connect to which database. */
export const reachGrid = (proof: Proof): Grid => {
  const clients = clientsOf(proof);
  const isLarge = clients.length > mostRows || proof.network.databases.length > mostColumns;
  return isLarge
    ? countedByKind(proof)
    : [...clientRows(proof, clients), ...memberRows(proof), ...keptOut(proof, clients)];
};

/** Pairs whose source reaches a database or should, one per source. */
const clientsOf = ({ pairs }: Proof): Pair[] => [
  ...new Map(pairs.filter(isClient).map((pair) => [pair.name, pair] as const)).values(),
];

function clientRows(
  { pairs, network: { databases }, exceptions }: Proof,
  clients: readonly Pair[],
): string[][] {
  const byName = new Map(pairs.map((pair) => [`${pair.name} ${pair.reach.database.name}`, pair]));
  return [
    ["who connects", ...databases.map(({ name }) => name), ""],
    ...clients.map(({ name, source }) => [
      name,
      ...databases.map(({ name: database }) =>
        reasonFor(exceptions, connecting(source, database)) === undefined
          ? cell(byName.get(`${name} ${database}`))
          : "excepted",
      ),
      "",
    ]),
  ];
}

function cell(pair: Pair | undefined): string {
  if (!pair) return "-";
  const { verdict, always } = pair.reach;
  if (pair.isMeant)
    return verdict === "ALLOWED" && always ? (pair.behind ? "yes, by proxy" : "yes") : "NOT FOR CERTAIN";
  if (verdict === "DENIED") return "-";
  return verdict === "ALLOWED" ? "YES, NOT INTENDED" : "NOT KNOWN";
}

const otherSources: Partial<Record<PartyKind, string>> = {
  nodes: "nodes, and pods without a policy",
  "control plane": "control plane",
  address: "anything else in the subnets",
  internet: "internet",
};

/** Denied sources by kind, with the layers each of which denies them. */
function keptOut(proof: Proof, clients: readonly Pair[]): string[][] {
  const { network } = proof;
  const { sources, databases } = network;
  return Object.entries(otherSources).flatMap(([kind, name]) => {
    const members = sources.filter((source) => source.kind === kind);
    if (members.length === 0 || members.some(({ name }) => clients.some((client) => client.name === name)))
      return [];
    const closed = databases.map(() => "-");
    const by = (layers: readonly string[]) => (layers.length > 0 ? `denied: ${layers.join(", ")}` : "");
    if (kind === "internet" && clients.some(({ source }) => source.kind === "internet"))
      return clients.some(isAboutRest)
        ? []
        : [[partyText(restOfInternet), ...closed, by(layersAroundRest(proof, databases))]];
    const row = [name, ...closed, by(commonLayers(network, members, databases))];
    return kind === "nodes" ? [row, ...nodeRoots(proof)] : [row];
  });
}

/** Root on a node connects like the node and, if it may choose security groups or routes, without limits. */
const nodeRoots = ({ identity: { footholds, takeovers }, network: { databases } }: Proof): string[][] =>
  footholds.filter(isNode).map(({ name, becomes }) => {
    const roles = becomes.map(partyText);
    const opens = takeovers.some(({ by, isOfNetwork }) => isOfNetwork && roles.includes(by));
    return [
      name,
      ...databases.map(() => (opens ? "YES, NOT INTENDED" : "-")),
      opens ? "" : "denied, like the node: none of its identities may change security groups or routes",
    ];
  });

/** Members connect like pods if they can run code in them, otherwise not at all. */
const memberRows = ({ identity: { footholds }, network: { databases } }: Proof): string[][] =>
  footholds
    .filter(isMembers)
    .map(({ name, becomes }) => [
      name,
      ...databases.map(() => (becomes.length > 0 ? "YES, NOT INTENDED" : "-")),
      becomes.length > 0
        ? ""
        : "denied: Kubernetes RBAC grants no exec, and port-forward reaches only ports of their own pods",
    ]);

function countedByKind({ pairs, network: { sources, databases }, others }: Proof): string[][] {
  const kinds = [...new Set(sources.map(({ kind }) => kind))];
  const rows = kinds.map((kind) => {
    const own = pairs.filter(({ reach }) => reach.source.kind === kind);
    const open = own.filter(({ reach }) => reach.verdict !== "DENIED");
    return [
      kind,
      String(sources.filter((source) => source.kind === kind).length),
      String(open.length),
      String(open.filter(({ isMeant }) => !isMeant).length),
    ];
  });
  return [
    ["who connects", "how many", `paths to ${databases.length} databases`, "not intended"],
    ...rows,
    ["pairs that no security group admits", String(others), "0", "0"],
  ];
}
