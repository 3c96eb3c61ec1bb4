import type { Configuration } from "../../terraform";
import { Text } from "../policy/text";
import type { Names } from "./names";
import { arn, type Place } from "./place";

/** A database instance, as rds-db:connect names it. */
export interface Database {
  readonly address: string;
  readonly identifier: string;
  readonly arn: Text;
  readonly place: Place;
  /** ARN of a login of it. */
  login(user: Text | string): Text;
}

export function readDatabases(configuration: Configuration, names: Names): Database[] {
  return configuration.resources("aws_db_instance").map((resource) => {
    const place = names.place(resource);
    const id = names.text(resource.symbol("resource_id"));
    return {
      address: resource.address,
      identifier: String(names.text(resource.attribute(["identifier"]))),
      arn: names.text(resource.symbol("arn")),
      place,
      login: (user) => arn(place, "rds-db", "dbuser:", id, "/", Text.join(user)),
    };
  });
}
