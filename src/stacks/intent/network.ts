import type { Intent } from "../../assurance";
import type { Declared } from "../../config/model";
import { defaults } from "./defaults";

/** Per topology, the resource type that connects the cluster's VPC with the database's; none for one VPC. */
const joints = {
  "same-vpc": undefined,
  peering: "aws_vpc_peering_connection",
  "private-link": "aws_vpc_endpoint_service",
  "resource-endpoint": "aws_vpclattice_resource_gateway",
} as const;

export function networkOf({
  topology = "same-vpc",
  network = {},
  externalAccess,
  applicationAccess,
}: Declared["file"]): NonNullable<Intent["network"]> {
  const joint = joints[topology];
  const { cidr = defaults.cidr, databaseCidr = defaults.databaseCidr, subnets = {} } = network;
  return {
    ranges: joint === undefined ? [cidr] : [cidr, databaseCidr],
    subnets: Object.values(subnets).flat(),
    joints: new Map(Object.values(joints).flatMap((type) => (type ? [[type, type === joint] as const] : []))),
    loadBalancersStay: new Set(
      Object.entries({ network: externalAccess, application: applicationAccess }).flatMap(([type, access]) =>
        access && (access.deletionProtection ?? defaults.deletionProtection) ? [type] : [],
      ),
    ),
  };
}
