import { IntervalSet } from "../sets";
import { type Configuration, isAbsent, type Resource, textOf } from "../terraform";
import { defaultPortOf } from "./databases";
import { connectionsTo, type Leg, leg, walked } from "./legs";
import type { Notes } from "./notes";
import { everyPacket, everyPort } from "./packets";
import { interfacesIn, nameOr, type Party, party } from "./parties";
import { isTarget, type Opening, Relay, type Target, targetOf } from "./relays";
import { conditionStage } from "./stages";
import type { Vpcs } from "./vpcs";

/** An RDS proxy: it accepts clients, and opens connections to the instances that are registered with it. */
const databaseProxy = (entrance: Party, port: number | undefined, targets: readonly ProxyTarget[]): Relay => {
  const opening: Opening = {
    through: [],
    entrance,
    listeners: port === undefined ? everyPort : IntervalSet.single(port),
    exit: entrance,
    conditions: () => [],
    onwards: (routed, target, asked) => {
      const serves = leadsTo(target, entrance, targets);
      if (serves === false) return undefined;
      const behind = leg(routed, entrance, target, connectionsTo(asked));
      return serves ? [behind] : [perhapsTo(entrance, target), behind];
    },
  };
  return new Relay(entrance, [entrance], [opening], [port, targets]);
};

/** Whether a proxy leads to a database; undefined if one of its targets is not understood. */
function leadsTo(database: Party, proxy: Party, targets: readonly ProxyTarget[]): boolean | undefined {
  if (database.kind !== "database") return false;
  const answers = targets.map((target) => {
    const own = isTarget(target.proxy, proxy);
    if (own === false) return false;
    const leads = target.instance && isTarget(target.instance, database);
    return leads === false ? false : leads && own;
  });
  if (answers.includes(true)) return true;
  return answers.includes(undefined) ? undefined : false;
}

/** An instance that is registered with a proxy. */
interface ProxyTarget {
  readonly proxy: Target;
  /** @default - the target is not an instance */
  readonly instance: Target | undefined;
}

export function proxies(configuration: Configuration, vpcs: Vpcs, notes: Notes): Relay[] {
  const targets = notes.byOwner("aws_db_proxy_target", "db_proxy_name", "aws_db_proxy");
  return configuration.resources("aws_db_proxy").map((proxy) => {
    const family = textOf(proxy.get("engine_family"));
    // It listens on its engine's port, whatever the port of its targets.
    const port = typeof family === "string" ? defaultPortOf(family) : undefined;
    if (port === undefined) notes.add(`the engine family of ${proxy.address} is not known`);
    const registered = targets(proxy).map((one) => targetIn(configuration, one));
    return databaseProxy(partyOf(proxy, vpcs, notes), port, registered);
  });
}

function targetIn(configuration: Configuration, target: Resource): ProxyTarget {
  const instance = target.get("db_instance_identifier");
  return {
    proxy: targetOf(configuration.named("aws_db_proxy", target.get("db_proxy_name"))),
    instance: isAbsent(instance) ? undefined : targetOf(configuration.named("aws_db_instance", instance)),
  };
}

const perhapsTo = (proxy: Party, { name }: Party): Leg =>
  walked([conditionStage("NO_TARGET", proxy.address, undefined, `${name} is its target`)], everyPacket);

function partyOf(proxy: Resource, vpcs: Vpcs, notes: Notes): Party {
  const subnets = notes.each("aws_subnet", proxy.get("vpc_subnet_ids"), proxy.address);
  // RDS assigns no public address to a proxy.
  const interfaces = interfacesIn(vpcs, notes, proxy.address, subnets, {
    groups: notes.groupsOf(proxy),
    publicAddress: false,
  });
  return party({ kind: "proxy", name: nameOr(proxy, "name") }, proxy.address, interfaces);
}
