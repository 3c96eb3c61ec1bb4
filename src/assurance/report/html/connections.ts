import type { Proof } from "../../gate";
import { type Database, layersBetween, type Party } from "../../network";
import type { Couple } from "../../reach-intent";
import { textOf } from "../../terraform";
import { type Html, html } from "./markup";
import { badge, code, table } from "./table";

/** With more databases than this a column each is too many: then rows name what they reach. */
const mostColumns = 6;

/** Who opens connections to which database, and what keeps everybody else out. */
export function connections(proof: Proof): Html {
  const { databases } = proof.network;
  const clients = [...new Set(proof.couples.filter(isClient).map(({ name }) => name))];
  return html`<section><h2>Who can open a connection</h2>
<p>Every source against every database. A connection opens when some address and port of the source gets through every rule,
route and list on the way, and the answer gets back.</p>
${databases.length <= mostColumns ? crossed(proof, clients) : listed(proof, clients)}
<p class="small">A layer that keeps somebody out does so alone, as if all others let everything through. It is about the direct way;
ways through load balancers and endpoints are judged as well.</p>
${keptOut(proof)}</section>`;
}

const isClient = ({ isMeant, reach }: Couple): boolean => isMeant || reach.verdict !== "DENIED";

const key = (name: string, { name: database }: Database): string => `${name} ${database}`;

const byKey = ({ couples }: Proof): Map<string, Couple> =>
  new Map(couples.map((couple) => [key(couple.name, couple.reach.database), couple]));

function crossed(proof: Proof, clients: readonly string[]): Html {
  const { databases } = proof.network;
  const couples = byKey(proof);
  const sources = new Map(proof.network.sources.map((source) => [source.name, source]));
  return table({
    of: "clients",
    head: ["who connects", ...databases.map(({ name }) => name)],
    rows: clients.map((name) => [
      html`${name}`,
      ...databases.map((database) => {
        const couple = couples.get(key(name, database));
        return couple && isClient(couple)
          ? verdict(couple)
          : denied(proof, sources.get(name.replace(/^internet .*/, "internet")), database);
      }),
    ]),
  });
}

function listed({ couples }: Proof, clients: readonly string[]): Html {
  const reached = new Map<string, Couple[]>();
  for (const couple of couples.filter(isClient))
    reached.set(couple.name, [...(reached.get(couple.name) ?? []), couple]);
  return table({
    of: "clients",
    head: ["who connects", "to which databases, and to no other"],
    rows: clients.map((name) => [
      html`${name}`,
      html`${(reached.get(name) ?? []).map((couple) => html`${couple.reach.database.name} ${verdict(couple)} `)}`,
    ]),
  });
}

function verdict({ isMeant, reach: { verdict, always } }: Couple): Html {
  if (verdict === "ALLOWED" && isMeant)
    return always ? badge("good", "allowed") : badge("doubtful", "allowed from some addresses only");
  if (verdict === "ALLOWED") return badge("bad", "allowed, and not meant");
  return verdict === "DENIED" ? badge("bad", "denied, and meant") : badge("doubtful", "not known");
}

/** Whoever is no client of a database and was not judged with it alone is admitted by no group of it. */
function denied(proof: Proof, source: Party | undefined, database: Database): Html {
  if (proof.network.unknowns.length > 0) return badge("doubtful", "not known");
  const layers = source ? layersBetween(proof.network, source, database) : [];
  return html`${badge("none", "denied")} <span class="small">${layers.join(", ")}</span>`;
}

/** All who reach nothing, each with what keeps it from each database. */
function keptOut(proof: Proof): Html {
  const { network } = proof;
  const clients = new Set(proof.couples.filter(isClient).map(({ reach }) => reach.source));
  const others = network.sources.filter((source) => !clients.has(source));
  const databases = network.databases.slice(0, mostColumns);
  const isWhole = databases.length === network.databases.length;
  return html`<h3>Who is kept out</h3>
${table({
  of: "others",
  head: [
    "who",
    "what it is in Terraform",
    ...(isWhole ? databases.map(({ name }) => name) : ["every database"]),
  ],
  rows: others.map((source) => [
    html`${source.name.replace(source.address, () => nameOf(proof, source))}`,
    source.kind === "internet" ? html`` : code(source.address),
    ...(isWhole ? databases : databases.slice(0, 1)).map((database) => denied(proof, source, database)),
  ]),
})}`;
}

/** The tag by which people know a resource, or its address. */
function nameOf({ configuration }: Proof, { address }: Party): string {
  const tag = configuration.find(address)?.get("tags", "Name");
  const text = tag && textOf(tag);
  return typeof text === "string" ? text : address;
}
