import { listsByKey } from "../grouping";
import type { Configuration, Resource } from "../terraform";
import type { Notes } from "./notes";

/** A network ACL or a route table. */
interface Declared {
  readonly key: string;
  /** The VPC, for a default one. */
  readonly resource: Resource;
  /** The declaring resources; for a default one, those by which Terraform adopts it. */
  readonly declaring: readonly Resource[];
}

/** All network ACLs or route tables, including those that AWS creates with VPCs. */
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
