import { IntervalSet } from "../sets";
import {
  type Configuration,
  isAbsent,
  isUnknown,
  keyOf,
  type Resource,
  textOf,
  type Value,
} from "../terraform";
import type { Database } from "./databases";
import { connectionsTo, type Leg, leg, walked } from "./legs";
import type { Notes } from "./notes";
import { everyPacket, everyPort } from "./packets";
import { interfacesIn, type Party } from "./parties";
import type { Relay } from "./relays";
import { conditionStage } from "./stages";
import type { Vpcs } from "./vpcs";

/** Ports on which proxies listen, whatever the port of their targets. */
const ports: Readonly<Record<string, number>> = { POSTGRESQL: 5432, MYSQL: 3306, SQLSERVER: 1433 };

/** RDS proxies: their interfaces accept clients, and open connections to the instances that are registered with them. */
export const proxies = (configuration: Configuration, vpcs: Vpcs, notes: Notes): Relay[] =>
  configuration.resources("aws_db_proxy").map((proxy) => proxyRelay(configuration, proxy, vpcs, notes));

function proxyRelay(configuration: Configuration, proxy: Resource, vpcs: Vpcs, notes: Notes): Relay {
  const party = partyOf(proxy, vpcs, notes);
  const targets = configuration
    .resources("aws_db_proxy_target")
    .filter((target) => mayName(target.get("db_proxy_name"), proxy, "name") !== false);
  const family = textOf(proxy.get("engine_family"));
  const port = typeof family === "string" ? ports[family] : undefined;
  if (port === undefined) notes.add(`the engine family of ${proxy.address} is not known`);
  return {
    name: party.name,
    address: proxy.address,
    entrance: party,
    exits: [party],
    onwards: (network, _source, database) => {
      const serves = servedBy(configuration, proxy, targets, database);
      if (serves === false) return [];
      return [
        {
          through: [],
          listeners: port === undefined ? everyPort : IntervalSet.single(port),
          legs: [
            ...(serves ? [] : [perhapsTo(proxy, database)]),
            leg(network, party, database, connectionsTo(IntervalSet.single(database.port))),
          ],
        },
      ];
    },
  };
}

/** Nobody knows whether it leads there. */
const perhapsTo = (proxy: Resource, { name }: Database): Leg =>
  walked([conditionStage("NO_TARGET", proxy.address, undefined, `${name} is its target`)], everyPacket);

function partyOf(proxy: Resource, vpcs: Vpcs, notes: Notes): Party {
  const name = textOf(proxy.get("name"));
  const groups = notes.keys(proxy.get("vpc_security_group_ids"), proxy.address);
  const subnets = notes.keys(proxy.get("vpc_subnet_ids"), proxy.address);
  return {
    name: `proxy ${typeof name === "string" ? name : proxy.address}`,
    kind: "proxy",
    address: proxy.address,
    // RDS gives a proxy no public address, whatever its subnets and its instance have.
    interfaces: interfacesIn(vpcs, notes, proxy.address, subnets, { groups, publicAddress: false }).map(
      (one) => ({
        ...one,
        groups: groups.length > 0 ? groups : [`${one.subnet.vpc.address}.default_security_group_id`],
      }),
    ),
  };
}

/** Whether a proxy leads to a database; undefined where a target of it names something that is not followed. */
function servedBy(
  configuration: Configuration,
  proxy: Resource,
  targets: readonly Resource[],
  database: Database,
): boolean | undefined {
  const instance = configuration.find(database.address);
  const answers = targets.map((target) => {
    const named = target.get("db_instance_identifier");
    if (!instance || isAbsent(named)) return undefined;
    const own = mayName(target.get("db_proxy_name"), proxy, "name");
    const leads = mayName(named, instance, "identifier");
    return leads === true && own === true ? true : leads === false ? false : undefined;
  });
  if (answers.includes(true)) return true;
  return answers.includes(undefined) ? undefined : false;
}

/** Whether a value is the name of a resource; undefined where it is nothing that is written out or referred to. */
function mayName(value: Value, resource: Resource, attribute: string): boolean | undefined {
  const names = [resource.get(attribute), resource.symbol(attribute), resource.symbol("id")];
  if (names.some((name) => keyOf(name) === keyOf(value))) return true;
  const text = textOf(value);
  const isOther =
    (typeof text === "string" && !isUnknown(textOf(resource.get(attribute)))) || value.kind === "reference";
  return isOther ? false : undefined;
}
