import { listsByKey } from "../grouping";
import type { Configuration, Resource } from "../terraform";
import type { Notes } from "./notes";

/** A network ACL or a route table. */
interface Declared {
  readonly key: string;
  /** The VPC, of that which comes with one. */
  readonly resource: Resource;
  /** What says what is in it: of that which comes with a VPC, what Terraform takes it over by. */
  readonly declaring: readonly Resource[];
}

/** All network ACLs, or all route tables, those that come with VPCs included. */
export function declared(
  configuration: Configuration,
  kind: "network_acl" | "route_table",
  notes: Notes,
): Declared[] {
  const adopting = listsByKey(
    configuration.resources(`aws_default_${kind}`).flatMap((one) => {
      const key = notes.one(`aws_${kind}`, one.get(`default_${kind}_id`), one.address);
      return key === undefined ? [] : [[key, one] as const];
    }),
  );
  return configuration.things(`aws_${kind}`).map(({ key, resource }) => ({
    key,
    resource,
    declaring: resource.type === "aws_vpc" ? (adopting.get(key) ?? []) : [resource],
  }));
}
