import { partyText } from "../../party";
import type { Configuration } from "../../terraform";
import { Text } from "../policy/text";
import { type Names, proxyId } from "./names";
import { arn, type Place } from "./place";

/** A database instance, or a proxy before one, as rds-db:connect names it. */
export interface Database {
  readonly address: string;
  readonly identifier: string;
  readonly arn: Text;
  readonly place: Place;
  /** ARN of a login of it. */
  login(user: Text | string): Text;
}

/**
 * RDS proxies. Who logs in to one has still to be let through to the instance: for the same user, by the proxy's own role.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy-connecting.html
 */
export function readProxies(configuration: Configuration, names: Names): Database[] {
  return configuration.resources("aws_db_proxy").map((resource) => {
    const place = names.place(resource);
    return {
      address: resource.address,
      identifier: partyText({ kind: "proxy", name: String(names.text(resource.attribute(["name"]))) }),
      arn: names.text(resource.symbol("arn")),
      place,
      login: (user) => arn(place, "rds-db", "dbuser:", proxyId(resource), "/", Text.join(user)),
    };
  });
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
