import { IntervalSet } from "../sets";
import { type Configuration, isAbsent, isEqual, type Resource, textOf } from "../terraform";
import { connectionsTo, type Leg, leg, walked } from "./legs";
import type { Notes } from "./notes";
import { everyPacket, everyPort } from "./packets";
import { interfacesIn, nameOr, type Party, party } from "./parties";
import { isTarget, type Opening, type Relay, type Target, targetOf } from "./relays";
import { conditionStage } from "./stages";
import type { Vpcs } from "./vpcs";

/** Ports on which proxies listen, whatever the port of their targets. */
const ports: Readonly<Record<string, number>> = { POSTGRESQL: 5432, MYSQL: 3306, SQLSERVER: 1433 };

/** An RDS proxy: its interfaces accept clients, and open connections to the instances that are registered with it. */
class DatabaseProxy implements Relay {
  readonly name: string;
  readonly address: string;
  readonly exits: readonly Party[];
  readonly openings: readonly Opening[];

  constructor(
    readonly entrance: Party,
    private readonly port: number | undefined,
    private readonly targets: readonly ProxyTarget[],
  ) {
    this.name = entrance.name;
    this.address = entrance.address;
    this.exits = [entrance];
    this.openings = [
      {
        through: [],
        entrance,
        listeners: port === undefined ? everyPort : IntervalSet.single(port),
        exit: entrance,
        conditions: () => [],
        onwards: (terrain, target, asked) => {
          const serves = this.serves(target);
          if (serves === false) return undefined;
          const behind = leg(terrain, entrance, target, connectionsTo(asked));
          return serves ? [behind] : [perhapsTo(entrance, target), behind];
        },
      },
    ];
  }

  isSame(other: DatabaseProxy): boolean {
    return (
      this.port === other.port &&
      isEqual(this.entrance, other.entrance) &&
      isEqual(this.targets, other.targets)
    );
  }

  /** Whether it leads to a database; undefined where a target of it names something that is not followed. */
  private serves(database: Party): boolean | undefined {
    if (database.kind !== "database") return false;
    const answers = this.targets.map(({ proxy, instance }) => {
      const own = isTarget(proxy, this.entrance);
      if (own === false) return false;
      const leads = instance && isTarget(instance, database);
      return leads === false ? false : leads && own;
    });
    if (answers.includes(true)) return true;
    return answers.includes(undefined) ? undefined : false;
  }
}

/** A registration of an instance with a proxy. */
interface ProxyTarget {
  readonly proxy: Target;
  /** @default - it names something else than an instance */
  readonly instance: Target | undefined;
}

export function proxies(configuration: Configuration, vpcs: Vpcs, notes: Notes): Relay[] {
  const targets = notes.byOwner("aws_db_proxy_target", "db_proxy_name", "aws_db_proxy");
  return configuration.resources("aws_db_proxy").map((proxy) => {
    const family = textOf(proxy.get("engine_family"));
    const port = typeof family === "string" ? ports[family] : undefined;
    if (port === undefined) notes.add(`the engine family of ${proxy.address} is not known`);
    const registered = targets(proxy).map((one) => targetIn(configuration, one));
    return new DatabaseProxy(partyOf(proxy, vpcs, notes), port, registered);
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
  // RDS gives a proxy no public address, whatever its subnets and its instance have.
  const interfaces = interfacesIn(vpcs, notes, proxy.address, subnets, {
    groups: notes.groupsOf(proxy),
    publicAddress: false,
  });
  return party({ kind: "proxy", name: nameOr(proxy, "name") }, proxy.address, interfaces);
}
