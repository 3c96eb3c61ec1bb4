import { connecting, reasonFor } from "../../exceptions";
import type { Proof } from "../../gate";
import { groupedBy } from "../../grouping";
import type { Database, Layer, Network, Party } from "../../network";
import { partyText, restOfInternet } from "../../party";
import { isAboutRest, isClient, type Pair } from "../../reach-intent";
import { commonLayers, layersAroundRest } from "../common-layers";
import { type Html, html } from "./markup";
import { nameOf } from "./names";
import { badge, code, table } from "./table";

/** Maximum number of databases with their own columns; with more, rows name the databases. */
const mostColumns = 6;

/** Which sources can connect to which database, and which layers deny all others. */
export function connections(proof: Proof): Html {
  const { databases } = proof.network;
  const clients = [...new Set(proof.pairs.filter(isClient).map(({ name }) => name))];
  return html`<section><h2>Who can open a connection</h2>
<p>Every source against every database. A connection opens if, from some address and port of the source, every rule, route and
network ACL on the path lets the packet pass, and its answer back.</p>
${databases.length <= mostColumns ? crossed(proof, clients) : listed(proof, clients)}
<p class="small">Each named layer denies the source by itself, even if all other layers allowed everything. The layers are those of the direct path, and
for the rest of the internet those of every path; paths through load balancers and endpoints are judged as well.</p>
${keptOut(proof)}</section>`;
}

const key = (name: string, { name: database }: Database): string => `${name} ${database}`;

const byKey = ({ pairs }: Proof): Map<string, Pair> =>
  new Map(pairs.map((pair) => [key(pair.name, pair.reach.database), pair]));

function crossed(proof: Proof, clients: readonly string[]): Html {
  const { databases } = proof.network;
  const pairs = byKey(proof);
  const sources = new Map(proof.pairs.map(({ name, reach }) => [name, reach.source]));
  return table({
    of: "clients",
    head: ["who connects", ...databases.map(({ name }) => name)],
    rows: clients.map((name) => [
      html`${name}`,
      ...databases.map((database) => {
        const pair = pairs.get(key(name, database));
        return pair && isClient(pair) ? verdict(proof, pair) : denied(proof, sources.get(name), database);
      }),
    ]),
  });
}

function listed(proof: Proof, clients: readonly string[]): Html {
  const reached = groupedBy(proof.pairs.filter(isClient), ({ name }) => name);
  return table({
    of: "clients",
    head: ["who connects", "to which databases, and to no other"],
    rows: clients.map((name) => [
      html`${name}`,
      html`${(reached.get(name) ?? []).map((pair) => html`${pair.reach.database.name} ${verdict(proof, pair)} `)}`,
    ]),
  });
}

function verdict(proof: Proof, { source, isMeant, reach: { database, verdict, always } }: Pair): Html {
  if (verdict === "DENIED") return badge("bad", "denied, although intended");
  if (verdict === "UNKNOWN") return badge("doubtful", "not known");
  if (isMeant)
    return always ? badge("good", "allowed") : badge("doubtful", "allowed from some addresses only");
  const reason = reasonFor(proof.exceptions, connecting(source, database.name));
  return reason === undefined
    ? badge("bad", "allowed, but not intended")
    : html`${badge("doubtful", "allowed by exception")} <span class="small">${reason}</span>`;
}

/** A source that is not a client of a database, and has no pair with it: no security group admits it. */
const denied = ({ network }: Proof, source: Party | undefined, ...databases: readonly Database[]): Html =>
  deniedBy(network, source ? commonLayers(network, [source], databases) : []);

const deniedBy = ({ unknowns }: Network, layers: readonly Layer[]): Html =>
  unknowns.length > 0
    ? badge("doubtful", "not known")
    : html`${badge("none", "denied")} <span class="small">${layers.join(", ")}</span>`;

/** All sources that reach nothing, each with the layers that deny it per database. */
function keptOut(proof: Proof): Html {
  const { sources, databases } = proof.network;
  const clients = new Set(proof.pairs.filter(isClient).map(({ reach }) => reach.source));
  const isWhole = databases.length <= mostColumns;
  return html`<h3>Who cannot connect</h3>
${table({
  of: "others",
  head: ["who", ...(isWhole ? databases.map(({ name }) => name) : ["every database"])],
  rows: [
    ...sources
      .filter((source) => !clients.has(source))
      .map((source) => [
        who(proof, source),
        ...(isWhole
          ? databases.map((database) => denied(proof, source, database))
          : [denied(proof, source, ...databases)]),
      ]),
    ...restKeptOut(proof, isWhole),
  ],
})}`;
}

/** Unlisted addresses of the internet, if some ranges are admitted. */
function restKeptOut(proof: Proof, isWhole: boolean): Html[][] {
  const rest = proof.pairs.find(isAboutRest);
  if (!rest || isClient(rest)) return [];
  const { databases } = proof.network;
  const columns = isWhole ? databases.map((database) => [database]) : [databases];
  return [
    [
      html`${partyText(restOfInternet)}`,
      ...columns.map((these) => deniedBy(proof.network, layersAroundRest(proof, these))),
    ],
  ];
}

/** A source with its declaring resource; the internet has none. */
function who({ configuration }: Proof, { id, address }: Party): Html {
  const isUnnamed = "name" in id && id.name === address;
  const known = partyText(isUnnamed ? { ...id, name: nameOf(configuration, address) } : id);
  return configuration.find(address) ? html`${known}<br>${code(address)}` : html`${known}`;
}
