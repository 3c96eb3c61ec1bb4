import { booleanOf, type Configuration, isUnknown, numberOf, type Resource, textOf } from "../terraform";
import { isEmpty } from "./held-groups";
import type { Notes } from "./notes";
import { interfacesIn, nameOr, type Party, party } from "./parties";
import type { Vpcs } from "./vpcs";

export interface Database extends Party {
  readonly port: number;
}

/**
 * RDS instances. Failover, maintenance and resizing may move an instance to any subnet of its group, so it counts as
 * being in all of them.
 */
export const databases = (configuration: Configuration, vpcs: Vpcs, notes: Notes): Database[] =>
  configuration
    .resources("aws_db_instance")
    .map((instance) => database(configuration, instance, vpcs, notes));

function database(configuration: Configuration, instance: Resource, vpcs: Vpcs, notes: Notes): Database {
  const { address } = instance;
  const port = portOf(configuration, instance);
  if (port === undefined) notes.add(`the port of ${address} is not known`);
  // A replica contains the data of its source, which must be known.
  notes.one("aws_db_instance", instance.get("replicate_source_db"), address);
  const open = booleanOf(instance.get("publicly_accessible"));
  const group = notes.declared(
    "aws_db_subnet_group",
    instance.get("db_subnet_group_name"),
    address,
  )?.resource;
  if (!group) notes.add(`the subnet group of ${address} is not declared here`);
  const groups = notes.groupsOf(instance);
  if (isEmpty(groups)) notes.add(`${address} names no security group`);
  const subnets = group ? notes.each("aws_subnet", group.get("subnet_ids"), group.address) : [];
  const interfaces = interfacesIn(vpcs, notes, address, subnets, {
    groups,
    publicAddress: isUnknown(open) ? undefined : (open ?? false),
  });
  return {
    ...party({ kind: "database", name: nameOr(instance, "identifier") }, address, interfaces),
    port: port ?? postgresql,
  };
}

const postgresql = 5432;

/**
 * Default ports of RDS engines, by the beginning of the engine's name.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
 */
const defaultPorts: readonly (readonly [RegExp, number])[] = [
  [/^(aurora-)?postgres/, postgresql],
  [/^(aurora-mysql|aurora$|mysql|mariadb)/, 3306],
  [/^(custom-)?oracle/, 1521],
  [/^(custom-)?sqlserver/, 1433],
  [/^db2/, 50000],
];

/** Default port of an engine, or of a proxy's engine family; undefined if not known. */
export const defaultPortOf = (engine: string): number | undefined =>
  defaultPorts.find(([names]) => names.test(engine.toLowerCase()))?.[1];

/** A replica without its own port uses its source's. */
function portOf(configuration: Configuration, instance: Resource): number | undefined {
  const source = configuration.resourceNamed("aws_db_instance", instance.get("replicate_source_db"));
  const declared = numberOf(instance.get("port")) ?? (source && numberOf(source.get("port")));
  if (declared !== undefined) return isUnknown(declared) ? undefined : declared;
  const engine = [instance, source].map((one) => one && textOf(one.get("engine"))).find(Boolean);
  return typeof engine === "string" ? defaultPortOf(engine) : undefined;
}
