import {
  booleanOf,
  type Configuration,
  isAbsent,
  isUnknown,
  keyOf,
  numberOf,
  type Resource,
} from "../terraform";
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
  const port = numberOf(instance.get("port"));
  if (isUnknown(port)) notes.add(`the port of ${address} is not known`);
  const open = booleanOf(instance.get("publicly_accessible"));
  const group = subnetGroup(configuration, instance);
  if (!group) notes.add(`the subnet group of ${address} is not declared here`);
  if (isAbsent(instance.get("vpc_security_group_ids"))) notes.add(`${address} names no security group`);
  const subnets = group ? notes.keys(group.get("subnet_ids"), group.address) : [];
  const interfaces = interfacesIn(vpcs, notes, address, subnets, {
    groups: notes.keys(instance.get("vpc_security_group_ids"), address),
    publicAddress: isUnknown(open) ? undefined : (open ?? false),
  });
  return {
    ...party({ kind: "database", name: nameOr(instance, "identifier") }, address, interfaces),
    port: typeof port === "number" ? port : 5432,
  };
}

function subnetGroup(configuration: Configuration, instance: Resource): Resource | undefined {
  const name = keyOf(instance.get("db_subnet_group_name"));
  const found = configuration
    .resources("aws_db_subnet_group")
    .filter((group) =>
      [group.get("name"), group.symbol("name"), group.symbol("id")].some((one) => keyOf(one) === name),
    );
  return found.length === 1 ? found[0] : undefined;
}
