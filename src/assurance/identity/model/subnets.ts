import type { Configuration } from "../../terraform";
import type { Text } from "../policy/text";
import type { Names } from "./names";
import { arn } from "./place";

/** A subnet with its ARN in policies. */
export interface Subnet {
  readonly id: Text;
  readonly arn: Text;
  readonly account: Text;
}

/** Subnets of databases. */
export const readDatabaseSubnets = (configuration: Configuration, names: Names): Subnet[] =>
  configuration.resources("aws_db_subnet_group").flatMap((group) => {
    const place = names.place(group);
    const ids = group.get("subnet_ids");
    return (ids.kind === "list" ? ids.items : [ids]).map((one) => {
      const id = names.text(one);
      return { id, arn: arn(place, "ec2", "subnet/", id), account: place.account };
    });
  });
