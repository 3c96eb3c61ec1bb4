import { IntervalSet } from "../sets";
import { type Configuration, isAbsent, type Named, possible, type Resource, textOf } from "../terraform";
import { orDefault } from "./held-groups";
import { connectionsTo, type Leg, leg, walked } from "./legs";
import type { Notes } from "./notes";
import { everyPacket, everyPort } from "./packets";
import { interfacesIn, nameOr, type Party, party } from "./parties";
import type { Opening, Relay } from "./relays";
import { conditionStage } from "./stages";
import type { Vpcs } from "./vpcs";

/** Ports on which proxies listen, whatever the port of their targets. */
const ports: Readonly<Record<string, number>> = { POSTGRESQL: 5432, MYSQL: 3306, SQLSERVER: 1433 };

/** RDS proxies: their interfaces accept clients, and open connections to the instances that are registered with them. */
export function proxies(configuration: Configuration, vpcs: Vpcs, notes: Notes): Relay[] {
  const targets = notes.byOwner("aws_db_proxy_target", "db_proxy_name", "aws_db_proxy");
  return configuration.resources("aws_db_proxy").map((proxy) => {
    const entrance = partyOf(proxy, vpcs, notes);
    const family = textOf(proxy.get("engine_family"));
    const port = typeof family === "string" ? ports[family] : undefined;
    if (port === undefined) notes.add(`the engine family of ${proxy.address} is not known`);
    const opening: Opening = {
      through: [],
      entrance,
      listeners: port === undefined ? everyPort : IntervalSet.single(port),
      exit: entrance,
      conditions: () => [],
      onwards: (terrain, target, asked) => {
        const serves = servedBy(configuration, proxy, target, targets(proxy));
        if (serves === false) return undefined;
        const behind = leg(terrain, entrance, target, connectionsTo(asked));
        return serves ? [behind] : [perhapsTo(proxy, target), behind];
      },
    };
    const { name, address } = entrance;
    return { name, address, entrance, exits: [entrance], openings: [opening] };
  });
}

const perhapsTo = (proxy: Resource, { name }: Party): Leg =>
  walked([conditionStage("NO_TARGET", proxy.address, undefined, `${name} is its target`)], everyPacket);

function partyOf(proxy: Resource, vpcs: Vpcs, notes: Notes): Party {
  const groups = notes.groups(proxy.get("vpc_security_group_ids"), proxy.address);
  const subnets = notes.each("aws_subnet", proxy.get("vpc_subnet_ids"), proxy.address);
  // RDS gives a proxy no public address, whatever its subnets and its instance have.
  const interfaces = interfacesIn(vpcs, notes, proxy.address, subnets, { groups, publicAddress: false }).map(
    (one) => ({
      ...one,
      groups: orDefault(groups, one.subnet.vpc),
    }),
  );
  return party({ kind: "proxy", name: nameOr(proxy, "name") }, proxy.address, interfaces);
}

/** Whether a proxy leads to a database; undefined where a target of it names something that is not followed. */
function servedBy(
  configuration: Configuration,
  proxy: Resource,
  database: Party,
  targets: readonly Resource[],
): boolean | undefined {
  if (database.kind !== "database") return false;
  const answers = targets.map((target) => {
    const own = isNamed(configuration.named("aws_db_proxy", target.get("db_proxy_name")), proxy.address);
    if (own === false) return false;
    const instance = target.get("db_instance_identifier");
    if (isAbsent(instance)) return undefined;
    const leads = isNamed(configuration.named("aws_db_instance", instance), database.address);
    return leads === false ? false : leads && own;
  });
  if (answers.includes(true)) return true;
  return answers.includes(undefined) ? undefined : false;
}

/** Whether a value names the resource at an address; undefined where it may and need not. */
function isNamed(named: Named, address: string): boolean | undefined {
  if (!possible(named).some(({ resource }) => resource.address === address)) return false;
  return named.answer === "exactly" ? true : undefined;
}
