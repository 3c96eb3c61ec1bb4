import {
  booleanOf,
  type Configuration,
  certain,
  isUnknown,
  numberOf,
  type Resource,
  textOf,
} from "../terraform";
import { isEmpty } from "./held-groups";
import type { Notes } from "./notes";
import { interfacesIn, nameOr, type Party, party } from "./parties";
import type { Vpcs } from "./vpcs";

export interface Database extends Party {
  readonly port: number;
}

/** RDS instances. Failover, maintenance and resizing put one into any subnet of its group: it counts as in all. */
export const databases = (configuration: Configuration, vpcs: Vpcs, notes: Notes): Database[] =>
  configuration
    .resources("aws_db_instance")
    .map((instance) => database(configuration, instance, vpcs, notes));

function database(configuration: Configuration, instance: Resource, vpcs: Vpcs, notes: Notes): Database {
  const { address } = instance;
  const port = portOf(configuration, instance);
  if (port === undefined) notes.add(`the port of ${address} is not known`);
  // What a replica holds is another instance's: it has to be known whose.
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
 * Ports on which RDS lets engines listen where none is configured, by how the engine's name begins.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
 */
const defaultPorts: readonly (readonly [RegExp, number])[] = [
  [/^(aurora-)?postgres/, postgresql],
  [/^(aurora-mysql|aurora$|mysql|mariadb)/, 3306],
  [/^(custom-)?oracle/, 1521],
  [/^(custom-)?sqlserver/, 1433],
  [/^db2/, 50000],
];

/** Port of an engine, or of the family of engines that a proxy speaks to; undefined where that is not known. */
export const defaultPortOf = (engine: string): number | undefined =>
  defaultPorts.find(([names]) => names.test(engine.toLowerCase()))?.[1];

/** A replica without a port of its own listens where its source does. */
function portOf(configuration: Configuration, instance: Resource): number | undefined {
  const source = certain(
    configuration.named("aws_db_instance", instance.get("replicate_source_db")),
  )?.resource;
  const declared = numberOf(instance.get("port")) ?? (source && numberOf(source.get("port")));
  if (declared !== undefined) return isUnknown(declared) ? undefined : declared;
  const engine = [instance, source].map((one) => one && textOf(one.get("engine"))).find(Boolean);
  return typeof engine === "string" ? defaultPortOf(engine) : undefined;
}
