import { partyText } from "../../party";
import type { Configuration } from "../../terraform";
import { Text } from "../policy/text";
import { type Names, proxyId } from "./names";
import { arn, type Place } from "./place";

/** A database instance, or a proxy in front of one, as named by rds-db:connect. */
export interface Database {
  readonly address: string;
  readonly identifier: string;
  readonly arn: Text;
  readonly place: Place;
  /** ARN of a login. */
  login(user: Text | string): Text;
}

/**
 * RDS proxies. A login at a proxy also needs access to the instance: for the same user, by the proxy's own role.
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
